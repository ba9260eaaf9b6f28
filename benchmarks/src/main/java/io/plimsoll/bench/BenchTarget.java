package io.plimsoll.bench;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A running stack with the articles example. Everything is on loopback: the benchmark writes, and
 * loads what it is pointed at, so it refuses any other address.
 *
 * @param api {@code http://host:port} of the API
 * @param admin admin listeners that must be ready first, by service name
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}, without credentials
 * @param jdbcUser may SELECT and UPDATE {@code articles}
 * @param redisUrl {@code redis://:password@host:port}
 * @param namespace the API's {@code cache.namespace}
 * @param kafka bootstrap servers
 * @param topicPrefix the services' {@code kafka.topic-prefix}
 * @param apiPid process of api-service
 * @param cdcPid process of cdc-invalidator
 * @param profile of the stack, such as {@code low-latency}
 */
public record BenchTarget(
    URI api,
    Map<String, URI> admin,
    String jdbcUrl,
    String jdbcUser,
    String jdbcPassword,
    String redisUrl,
    String namespace,
    String kafka,
    String topicPrefix,
    long apiPid,
    long cdcPid,
    String profile) {
  private static final String JDBC = "jdbc:";
  private static final String LOW_LATENCY = "low-latency";

  /**
   * Checks the addresses.
   *
   * @throws BenchException naming the first that is not loopback
   */
  public BenchTarget {
    admin = Map.copyOf(admin);
    requireLoopback("the API", api.getHost());
    admin.forEach((service, at) -> requireLoopback("admin port of " + service, at.getHost()));
    requireLoopback("Postgres", postgresHost(jdbcUrl));
    requireLoopback("Redis", URI.create(redisUrl).getHost());
    for (String server : servers(kafka)) {
      requireLoopback("Kafka", URI.create("kafka://" + server).getHost());
    }
  }

  private static String postgresHost(String jdbcUrl) {
    if (!jdbcUrl.startsWith(JDBC)) {
      throw new BenchException("the JDBC URL must begin with " + JDBC);
    }
    return URI.create(jdbcUrl.substring(JDBC.length())).getHost();
  }

  private static List<String> servers(String kafka) {
    return Arrays.asList(kafka.split(",", -1));
  }

  private static void requireLoopback(String part, @org.jspecify.annotations.Nullable String host) {
    try {
      if (host != null && InetAddress.getByName(host).isLoopbackAddress()) {
        return;
      }
    } catch (UnknownHostException e) {
      throw new BenchException("%s: no address for host %s".formatted(part, host), e);
    }
    throw new BenchException(
        "%s is at %s, which is not a loopback address: bench loads and writes only what runs on this machine"
            .formatted(part, host));
  }

  /** Whether the bars of a commit's way out of the caches count. */
  boolean lowLatency() {
    return LOW_LATENCY.equals(profile);
  }

  /** Says nothing secret. */
  @Override
  public String toString() {
    return "BenchTarget[api=%s, apiPid=%d, cdcPid=%d]".formatted(api, apiPid, cdcPid);
  }
}
