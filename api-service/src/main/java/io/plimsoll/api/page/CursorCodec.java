package io.plimsoll.api.page;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Cursors as clients carry them: base64url of a version byte, the values of a row, each with its
 * length, and the first 128 bits of an HMAC-SHA-256 (RFC 2104) over the list that they are of and
 * all of that. They hide nothing; they cannot be made up, nor taken to another list. Thread-safe.
 */
public final class CursorCodec {
  private static final byte VERSION = 1;
  private static final int MAC_BYTES = 16;
  private static final String PURPOSE = "plimsoll cursor 1";

  private final Mac prototype;

  /**
   * Takes the secret that all instances share.
   *
   * @param key the same as for tags: its use here is separated by a purpose
   */
  public CursorCodec(String key) {
    try {
      prototype = Mac.getInstance("HmacSHA256");
      prototype.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /**
   * ASCII, without characters that a query string would need to escape.
   *
   * @param list {@link Cursors#scope}
   */
  public String encode(String list, List<String> values) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(VERSION);
    values.forEach(value -> add(content, value));
    byte[] signed = content.toByteArray();
    content.writeBytes(mac(list, signed));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(content.toByteArray());
  }

  /** Empty for whatever {@link #encode} has not made for this list with this key. */
  public Optional<List<String>> decode(String list, String text) {
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // It comes from outside: not base64url is one more way to be wrong.
    }
    boolean canonical = Base64.getUrlEncoder().withoutPadding().encodeToString(all).equals(text);
    if (!canonical || all.length < 1 + MAC_BYTES || all[0] != VERSION) {
      return Optional.empty();
    }
    byte[] content = Arrays.copyOf(all, all.length - MAC_BYTES);
    byte[] mac = Arrays.copyOfRange(all, content.length, all.length);
    return MessageDigest.isEqual(mac, mac(list, content))
        ? Optional.of(values(content))
        : Optional.empty();
  }

  private static void add(ByteArrayOutputStream content, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    content.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    content.writeBytes(bytes);
  }

  private static List<String> values(byte[] content) {
    ByteBuffer fields = ByteBuffer.wrap(content, 1, content.length - 1);
    List<String> values = new ArrayList<>();
    while (fields.hasRemaining()) {
      byte[] bytes = new byte[fields.getInt()];
      fields.get(bytes);
      values.add(new String(bytes, StandardCharsets.UTF_8));
    }
    return values;
  }

  private byte[] mac(String list, byte[] content) {
    try {
      Mac mac = (Mac) prototype.clone();
      mac.update(PURPOSE.getBytes(StandardCharsets.US_ASCII));
      byte[] bytes = list.getBytes(StandardCharsets.UTF_8);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      mac.update(bytes);
      mac.update(content);
      return Arrays.copyOf(mac.doFinal(), MAC_BYTES);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the platform's HmacSHA256 can be cloned", e);
    }
  }
}
