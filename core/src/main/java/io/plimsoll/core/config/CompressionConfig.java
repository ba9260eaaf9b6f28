package io.plimsoll.core.config;

import java.util.List;
import java.util.Set;

/** {@code compression.*}: content codings of answers. */
public record CompressionConfig(
    @Default("zstd,br,gzip")
        @Doc("codings that clients may have, the preferred one first; `identity` alone for none")
        List<String> codings,
    @Default("1024") @Doc("bytes of a body from which on it is compressed") int from,
    @Default("16777216") @Doc("most bytes of compressed answers kept in the process") long memory,
    @Default("true") @Doc("whether Redis holds answers from `compression.from` on in zstd")
        boolean store) {
  private static final Set<String> KNOWN = Set.of("zstd", "br", "gzip", "identity");

  public CompressionConfig {
    codings = List.copyOf(codings);
    codings.forEach(coding ->
        CommonConfig.require(
            KNOWN.contains(coding),
            "codings: must be some of zstd, br, gzip, identity, was \"" + coding + "\""));
    CommonConfig.require(from >= 1, "from: must be at least 1, was " + from);
    CommonConfig.require(memory >= 0, "memory: must be at least 0, was " + memory);
  }
}
