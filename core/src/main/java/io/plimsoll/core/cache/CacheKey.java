package io.plimsoll.core.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Identifies an entry. Two keys are equal only if their tuples are; a cache that finds entries by
 * their names alone keeps the tuple with the entry, and compares.
 *
 * @param value the entry's name
 * @param tuple what it is the answer to, in full ({@link KeyTuple}); has values of requests, so it
 *     is in no log
 */
public record CacheKey(String value, String tuple) {
  public CacheKey {
    if (value.isBlank() || value.length() > 200) {
      throw new IllegalArgumentException(
          "cache key must have 1 to 200 characters, had " + value.length());
    }
  }

  /** One whose name says all. */
  public CacheKey(String value) {
    this(value, "");
  }

  /**
   * Named by the query and a digest of the tuple: names appear in Redis's logs, values must not.
   */
  public static CacheKey of(String query, KeyTuple tuple) {
    String text = tuple.toString();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new CacheKey(
          query + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest), text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
