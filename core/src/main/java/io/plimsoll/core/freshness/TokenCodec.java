package io.plimsoll.core.freshness;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens as clients carry them: base64url of a version byte, xid, LSN, the incarnation and the
 * first 128 bits of an HMAC-SHA-256 (RFC 2104) over all of that. They hide nothing; they cannot be
 * made up. Thread-safe.
 */
public final class TokenCodec {
  private static final byte VERSION = 1;
  private static final int MAC_BYTES = 16;
  private static final int FIXED = 1 + 2 * Long.BYTES;
  private static final int MAX_CHARS = 200;
  private static final String PURPOSE = "plimsoll token 1";

  private final Mac prototype;

  /**
   * Takes the secret that all instances share.
   *
   * @param key the same as for tags: its use here is separated by a purpose
   */
  public TokenCodec(String key) {
    try {
      prototype = Mac.getInstance("HmacSHA256");
      prototype.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /** ASCII, without characters that a header or a query string would need to escape. */
  public String encode(Token token) {
    byte[] incarnation = token.incarnation().value().getBytes(StandardCharsets.US_ASCII);
    byte[] content =
        ByteBuffer.allocate(FIXED + incarnation.length)
            .put(VERSION)
            .putLong(token.mark().xid().value())
            .putLong(token.mark().commitEnd().value())
            .put(incarnation)
            .array();
    byte[] all = Arrays.copyOf(content, content.length + MAC_BYTES);
    System.arraycopy(mac(content), 0, all, content.length, MAC_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /** Empty for whatever {@link #encode} has not made with this key. */
  public Optional<Token> decode(String text) {
    if (text.length() > MAX_CHARS) {
      return Optional.empty();
    }
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // It comes from outside: not base64url is one more way to be wrong.
    }
    boolean canonical = Base64.getUrlEncoder().withoutPadding().encodeToString(all).equals(text);
    if (!canonical || all.length < FIXED + MAC_BYTES || all[0] != VERSION) {
      return Optional.empty();
    }
    byte[] content = Arrays.copyOf(all, all.length - MAC_BYTES);
    byte[] mac = Arrays.copyOfRange(all, content.length, all.length);
    return MessageDigest.isEqual(mac, mac(content)) ? Optional.of(read(content)) : Optional.empty();
  }

  private static Token read(byte[] content) {
    ByteBuffer fields = ByteBuffer.wrap(content, 1, content.length - 1);
    Mark mark = new Mark(new Xid(fields.getLong()), new Lsn(fields.getLong()));
    byte[] incarnation = Arrays.copyOfRange(content, FIXED, content.length);
    return new Token(mark, new Incarnation(new String(incarnation, StandardCharsets.US_ASCII)));
  }

  private byte[] mac(byte[] content) {
    try {
      Mac mac = (Mac) prototype.clone();
      mac.update(PURPOSE.getBytes(StandardCharsets.US_ASCII));
      return Arrays.copyOf(mac.doFinal(content), MAC_BYTES);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the platform's HmacSHA256 can be cloned", e);
    }
  }
}
