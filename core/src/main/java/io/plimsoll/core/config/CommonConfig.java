package io.plimsoll.core.config;

import java.nio.file.Path;
import java.time.Duration;

/** Groups of keys that several services have. */
public final class CommonConfig {
  /** Each one has a consumer of its own in the worker, and takes every invalidation. */
  private static final int MAX_PARTITIONS = 256;

  private CommonConfig() {}

  /** {@code postgres.*} of a service with one role. */
  public record Postgres(
      @Doc("the primary, `jdbc:postgresql://host:port/database`, without credentials") String url,
      @Doc("role to log in as") String user,
      @Secret @Doc("its password") String password) {
    public Postgres {
      checkJdbcUrl(url);
    }
  }

  /** {@code redis.*}. */
  public record Redis(
      @Secret
          @Default("")
          @Doc(
              "Redis or Valkey, `redis://:password@host:port`; of a cluster, some of its servers:"
                  + " `redis://:password@host:port,host:port`. Without one answers are kept in the processes only (see `docs/modes.md`)")
          String url,
      @Default("false")
          @Doc("whether it is a Redis Cluster: slots on several servers, found through `redis.url`")
          boolean cluster,
      @Default("100ms") @Doc("longest wait for an answer") Duration timeout) {
    public Redis {
      require(
          url.isEmpty() || url.startsWith("redis://") || url.startsWith("rediss://"),
          "url: must begin with redis:// or rediss://");
      require(
          cluster || !url.substring(url.lastIndexOf('@') + 1).contains(","),
          "url: must have one host, or redis.cluster must be true");
      requirePositive(timeout, "timeout");
    }

    /** Whether there is one. */
    public boolean given() {
      return !url.isEmpty();
    }
  }

  /** {@code kafka.*}. */
  public record Kafka(
      @Doc("brokers to begin with, `host:port,host:port`") String bootstrap,
      @Default("plimsoll") @Doc("first part of the name of every topic") String topicPrefix) {
    public Kafka {
      require(
          topicPrefix.matches("[A-Za-z0-9._-]{1,100}"),
          "topic-prefix: must have letters, digits, . _ -, was \"" + topicPrefix + "\"");
    }
  }

  /** {@code catalog.*}. */
  public record CatalogFile(@Doc("the catalog, YAML") Path file) {}

  /** {@code tags.*}. */
  public record Tags(
      @Secret
          @Doc(
              "key of the keyed hashes that name tags, at least 16 bytes; the same for api and cdc")
          String key) {
    public Tags {
      require(
          key.getBytes(java.nio.charset.StandardCharsets.UTF_8).length >= 16,
          "key: must have at least 16 bytes");
    }
  }

  /** {@code admin.*}; a service states its port as default. */
  public record Admin(
      @Default("127.0.0.1") @Doc("address of the admin port") String host,
      @Doc("admin port with `/livez`, `/readyz`, `/metrics`; 0 for any free one") int port) {
    public Admin {
      requirePort(port);
    }
  }

  /** {@code lifecycle.*}. */
  public record Lifecycle(
      @Default("false") @Doc("end when standard input does, as a child process should")
          boolean exitWithParent) {}

  /** The first part of keys: no hash tag of its own, and not the name of another's partition. */
  static void checkNamespace(String namespace) {
    require(
        !namespace.matches(".*[{}\\s].*|.*:[0-9]+|"),
        "namespace: must not have braces or spaces, nor end in a colon and digits, was \""
            + namespace
            + "\"");
  }

  static void checkPartitions(int partitions) {
    require(
        partitions >= 1 && partitions <= MAX_PARTITIONS,
        "partitions: must be from 1 to %d, was %d".formatted(MAX_PARTITIONS, partitions));
  }

  /** Throws with the key's last part in front, as {@link ConfigLoader} expects. */
  public static void require(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(problem);
    }
  }

  public static void requirePositive(Duration duration, String key) {
    require(duration.isPositive(), key + ": must be above zero, was " + Durations.format(duration));
  }

  public static void requirePort(int port) {
    require(port >= 0 && port <= 65_535, "port: must be from 0 to 65535, was " + port);
  }

  /** A JDBC URL without credentials: it is printed, and passed in flags. */
  public static void checkJdbcUrl(String url) {
    checkJdbcUrl(url, "url");
  }

  /** Likewise, for another key. */
  public static void checkJdbcUrl(String url, String key) {
    require(
        url.startsWith("jdbc:postgresql://"),
        key + ": must look like jdbc:postgresql://host:port/database");
    require(
        !url.contains("password=") && !url.contains("user="),
        key + ": must not have user or password; they have keys of their own");
  }
}
