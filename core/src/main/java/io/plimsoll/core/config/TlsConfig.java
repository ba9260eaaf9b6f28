package io.plimsoll.core.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** {@code tls.*}: the API's port speaks TLS when both files are given. */
public record TlsConfig(
    @Doc("the certificate and those of its issuers, PEM, the service's own first")
        Optional<Path> certificate,
    @Doc("its private key, PEM, not encrypted") Optional<Path> key,
    @Default("10s") @Doc("how often the files are looked at for newer ones") Duration reload) {
  public TlsConfig {
    CommonConfig.require(
        certificate.isPresent() == key.isPresent(),
        "certificate: must be given together with tls.key");
    CommonConfig.requirePositive(reload, "reload");
  }
}
