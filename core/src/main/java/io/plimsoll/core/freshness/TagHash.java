package io.plimsoll.core.freshness;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names of tags as they leave a process. A keyed tag becomes the first 128 bits of its HMAC-SHA-256
 * (RFC 2104), in base64url, so that neither the topic nor Redis shows a value; table tags hold no
 * personal data and stay readable. Thread-safe.
 */
public final class TagHash {
  private static final int BYTES = 16;
  private static final int MIN_KEY_BYTES = 16;

  /** To be raised when a value gets another canonical text, or a tag another form. */
  private static final int FORM = 1;

  private final Mac prototype;

  /**
   * @param key the secret shared by the API and the capture
   * @throws IllegalArgumentException below 16 bytes
   */
  public TagHash(String key) {
    byte[] secret = key.getBytes(StandardCharsets.UTF_8);
    if (secret.length < MIN_KEY_BYTES) {
      throw new IllegalArgumentException(
          "tags.key must have at least 16 bytes, had " + secret.length);
    }
    try {
      prototype = Mac.getInstance("HmacSHA256");
      prototype.init(new SecretKeySpec(secret, "HmacSHA256"));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  public String of(Tag tag) {
    return switch (tag) {
      case Tag.AnyRow any -> any.toString();
      case Tag.WholeTable whole -> whole.toString();
      case Tag.UnknownKey unknown -> unknown.toString();
      case Tag.Keyed keyed -> "#" + hmac(keyed.toString());
    };
  }

  /**
   * The version of a set of shapes as this key hashes them: an entry may be stored only while the
   * capture emits exactly the names its tags have, and another key makes other names.
   */
  public String version(Collection<TagShape> shapes) {
    return TagShape.version(shapes) + "-" + hmac("names of tags, form " + FORM);
  }

  private String hmac(String text) {
    try {
      Mac mac = (Mac) prototype.clone();
      byte[] full = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(full, BYTES));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the platform's HmacSHA256 can be cloned", e);
    }
  }
}
