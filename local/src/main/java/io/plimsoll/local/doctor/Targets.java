package io.plimsoll.local.doctor;

import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.local.stack.PostgresUrl;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What the doctor looks at.
 *
 * @param postgres the primary, as its operator
 * @param standbys likewise
 * @param redis as {@code redis.url}
 * @param kafka as {@code kafka.bootstrap}
 * @param catalog without one, the tables are those that the setup was told of
 * @param prefix of the topics
 * @param pool pool.max of an API instance
 * @param instances of the API
 */
public record Targets(
    Optional<PostgresUrl> postgres,
    List<PostgresUrl> standbys,
    Optional<URI> redis,
    Optional<String> kafka,
    Optional<Catalog> catalog,
    String slot,
    String publication,
    String prefix,
    int pool,
    int instances) {
  public static final String DEFAULT_NAME = "plimsoll";
  public static final int DEFAULT_POOL = 10;

  public Targets {
    standbys = List.copyOf(standbys);
  }

  /** With the names and sizes that the services have when nobody configures others. */
  public static Targets of(
      Optional<PostgresUrl> postgres,
      List<PostgresUrl> standbys,
      Optional<URI> redis,
      Optional<String> kafka,
      Optional<Catalog> catalog) {
    return new Targets(
        postgres,
        standbys,
        redis,
        kafka,
        catalog,
        DEFAULT_NAME,
        DEFAULT_NAME,
        DEFAULT_NAME,
        DEFAULT_POOL,
        1);
  }

  /** Without the URLs: they may hold passwords. */
  @Override
  public String toString() {
    return "Targets[…]";
  }
}
