package io.plimsoll.local.stack;

import io.plimsoll.local.server.Folders;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;

/**
 * The stack's passwords: random, kept in the data folder in a file that only its owner can read, so
 * that the next start on the same data uses the same ones.
 *
 * @param superuser of an embedded Postgres
 * @param reader of the role plimsoll_reader
 * @param writer of the role plimsoll_writer
 * @param capture of the role plimsoll_capture
 * @param redis of an embedded Redis
 * @param tagsKey HMAC key for tag names
 * @param admin bearer token of the API's admin routes
 */
public record Credentials(
    String superuser,
    String reader,
    String writer,
    String capture,
    String redis,
    String tagsKey,
    String admin) {
  private static final int BYTES = 24;

  /** Reads the folder's file, or makes it. */
  public static Credentials of(Path folder) {
    Path file = folder.resolve("credentials.properties");
    Properties properties = new Properties();
    try {
      if (Files.exists(file)) {
        try (Reader reader = Files.newBufferedReader(file)) {
          properties.load(reader);
        }
      }
      SecureRandom random = new SecureRandom();
      Credentials credentials =
          new Credentials(
              get(properties, "superuser", random),
              get(properties, "reader", random),
              get(properties, "writer", random),
              get(properties, "capture", random),
              get(properties, "redis", random),
              get(properties, "tags-key", random),
              get(properties, "admin", random));
      StringWriter text = new StringWriter();
      properties.store(text, null);
      Folders.writePrivate(file, text.toString());
      return credentials;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static String get(Properties properties, String name, SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    properties.putIfAbsent(name, HexFormat.of().formatHex(bytes));
    return properties.getProperty(name);
  }

  /** Role names with their passwords, as the origin setup takes them. */
  Map<String, String> roles() {
    return Map.of(
        "plimsoll_reader", reader, "plimsoll_writer", writer, "plimsoll_capture", capture);
  }

  /** Says nothing secret. */
  @Override
  public String toString() {
    return "Credentials[…]";
  }
}
