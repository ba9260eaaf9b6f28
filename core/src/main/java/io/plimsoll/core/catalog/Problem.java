package io.plimsoll.core.catalog;

/**
 * One mistake in a catalog: {@code catalog.yaml:14:9 queries.article.ttl: must be a duration such
 * as 30s, was "fast"}.
 *
 * @param line from 1
 * @param column from 1
 * @param path keys from the root, joined with dots; empty at the root
 */
public record Problem(String file, int line, int column, String path, String message) {
  @Override
  public String toString() {
    String where = file + ":" + line + ":" + column;
    return path.isEmpty() ? where + " " + message : where + " " + path + ": " + message;
  }
}
