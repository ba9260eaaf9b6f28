package io.plimsoll.core.cache;

/** Identifies an entry: the query's name, the version of its SQL and a digest of its parameters. */
public record CacheKey(String value) {
  public CacheKey {
    if (value.isBlank() || value.length() > 200) {
      throw new IllegalArgumentException(
          "cache key must have 1 to 200 characters, had " + value.length());
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
