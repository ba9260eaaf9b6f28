package io.plimsoll.core.freshness;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  private static final int FORM = 2;

  /** Longer names are hashed too: records and keys stay small. */
  private static final int MAX_READABLE = 100;

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
      case Tag.UnknownKey unknown -> readable(unknown.toString());
      case Tag.Keyed keyed -> "#" + hmac(keyed.toString());
    };
  }

  /** A readable name, hashed like the others: for those who are not to see tables either. */
  public String opaque(String name) {
    return "#" + hmac(name);
  }

  /**
   * The version of a set of shapes as this key hashes them: an entry may be stored only while the
   * capture emits the names its tags have, and another key makes other names.
   */
  public String version(Collection<TagShape> shapes) {
    return versions(shapes).getLast();
  }

  /**
   * The versions of the first none, one, two … of these shapes. A version is the number of shapes
   * and the exclusive or of their HMACs: it follows from the set alone, in whatever order it was
   * made, and tells of the key and of the form of the names. Two sets with one version would be 128
   * random bits that happen to be zero (MSet-XOR-Hash, Clarke et al., ASIACRYPT 2003).
   */
  public List<String> versions(Collection<TagShape> shapes) {
    byte[] sum = digest("shapes of tags, form " + FORM);
    Set<TagShape> set = new HashSet<>();
    List<String> versions = new ArrayList<>();
    versions.add(version(set, sum));
    for (TagShape shape : shapes) {
      if (set.add(shape)) {
        byte[] one = digest("shape, form " + FORM + ": " + shape);
        for (int i = 0; i < BYTES; i++) {
          sum[i] ^= one[i];
        }
      }
      versions.add(version(set, sum));
    }
    return versions;
  }

  private static String version(Set<TagShape> set, byte[] sum) {
    return set.size() + "-" + text(sum);
  }

  private String readable(String name) {
    return name.length() <= MAX_READABLE ? name : "#" + hmac(name);
  }

  private String hmac(String text) {
    return text(digest(text));
  }

  private static String text(byte[] digest) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }

  private byte[] digest(String text) {
    try {
      Mac mac = (Mac) prototype.clone();
      byte[] full = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(full, BYTES);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the platform's HmacSHA256 can be cloned", e);
    }
  }
}
