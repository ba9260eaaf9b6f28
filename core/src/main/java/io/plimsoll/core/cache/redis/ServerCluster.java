package io.plimsoll.core.cache.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * A Redis Cluster, found through any of its servers. Reads and writes go to masters only. Follows a
 * moved slot at once, and a failover as soon as one of the servers tells of it.
 */
record ServerCluster(RedisClusterClient client, List<RedisURI> seeds) implements Wire {
  /** A failover that no answer tells of, because nobody asked, is seen this soon. */
  private static final Duration REFRESH = Duration.ofSeconds(10);

  /** After a sign of change, such as a redirection, the next one counts this much later. */
  private static final Duration ADAPTIVE = Duration.ofSeconds(1);

  ServerCluster {
    seeds = List.copyOf(seeds);
  }

  static ServerCluster of(String url, Duration timeout, ClientResources resources) {
    List<RedisURI> seeds = RedisClusterURIUtil.toRedisURIs(URI.create(url));
    seeds.forEach(seed -> seed.setTimeout(timeout));
    RedisClusterClient client = RedisClusterClient.create(resources, seeds);
    ClusterClientOptions.Builder options =
        OneServer.options(ClusterClientOptions.builder(), timeout)
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder()
                    .enablePeriodicRefresh(REFRESH)
                    .adaptiveRefreshTriggersTimeout(ADAPTIVE)
                    .build());
    client.setOptions(options.build());
    return new ServerCluster(client, seeds);
  }

  @Override
  public CompletableFuture<Line> connect() {
    return client
        .refreshPartitionsAsync()
        .thenCompose(known -> client.connectAsync(ByteArrayCodec.INSTANCE))
        .thenApply(opened -> new Line(opened, opened.async()))
        .toCompletableFuture();
  }

  @Override
  public String address() {
    return seeds.stream()
        .map(seed -> seed.getHost() + ":" + seed.getPort())
        .collect(Collectors.joining(","));
  }
}
