package io.plimsoll.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.URI;
import java.util.List;
import java.util.function.LongFunction;

/** The bytes of request number n of a run. Called from one thread at a time. */
@FunctionalInterface
public interface Requests {
  byte[] number(long n);

  /** The same few in turn, made once. */
  static Requests cycle(URI target, List<String> paths) {
    List<byte[]> made = paths.stream().map(path -> get(target, path)).toList();
    return n -> made.get((int) (n % made.size()));
  }

  /** Each made when it is needed. */
  static Requests each(URI target, LongFunction<String> path) {
    return n -> get(target, path.apply(n));
  }

  /** A GET that keeps the connection. */
  static byte[] get(URI target, String path) {
    return ("GET " + path + " HTTP/1.1\r\nHost: " + target.getAuthority() + "\r\n\r\n")
        .getBytes(US_ASCII);
  }
}
