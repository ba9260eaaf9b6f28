package io.plimsoll.core.cache.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts of a partition, each in a resource file of its name. */
record Scripts(Script fill, Script apply, Script open) {
  /** The only ones outside tests, which prove that a cache with other ones is found out. */
  static final Scripts OWN =
      new Scripts(Script.of(source("fill")), Script.of(source("apply")), Script.of(source("open")));

  /** Redis's clock, asked where a key lives. */
  static final Script TIME = Script.of(source("time"));

  /** Of rate limits. */
  static final Script PERMITS = Script.of(source("permits"));

  static String source(String name) {
    try (InputStream in = Scripts.class.getResourceAsStream(name + ".lua")) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + ".lua is not beside " + Scripts.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
