package io.plimsoll.api.write;

import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.WriteDef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A request among its retries, as <a
 * href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The
 * Idempotency-Key HTTP Header Field</a> means it. SHA-256 in hex each: what is kept has one size,
 * and nobody's key can be another's.
 *
 * @param key of who asks and the key that they chose
 * @param request of all that makes two requests the same one: write, values, precondition
 */
public record Idempotency(String key, String request) {

  /**
   * Takes a request as it has been understood: white space in its body does not matter.
   *
   * @param who whose keys are apart from everybody else's
   * @param values canonical text by parameter, as in {@link
   *     io.plimsoll.core.catalog.QueryDef#tags}; absent is null
   * @param condition the precondition as it came; empty for none
   */
  public static Idempotency of(
      String who,
      String key,
      WriteDef write,
      Map<String, List<String>> values,
      List<String> condition) {
    MessageDigest name = sha256();
    add(name, List.of(who, key));
    MessageDigest request = sha256();
    add(request, List.of(write.method().name(), write.path().toString()));
    for (Param param : write.params()) {
      List<String> given = values.get(param.name());
      add(request, given == null ? List.of(param.name(), "null") : List.of(param.name()));
      add(request, given == null ? List.of() : given);
    }
    add(request, condition);
    return new Idempotency(hex(name), hex(request));
  }

  /** With their number and the length of each before them: no two lists become the same bytes. */
  private static void add(MessageDigest digest, List<String> texts) {
    digest.update(number(texts.size()));
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.update(number(bytes.length));
      digest.update(bytes);
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
