package io.plimsoll.system.staleness;

import io.plimsoll.local.server.EmbeddedKafka;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.stack.Endpoints;
import io.plimsoll.local.stack.Links;
import io.plimsoll.local.stack.PostgresUrl;
import io.plimsoll.local.stack.Service;
import io.plimsoll.system.proxy.TcpProxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A proxy on every link from a service to a server. Closed after the stack. */
final class Proxies implements Links, AutoCloseable {
  private final Map<Link, TcpProxy> proxies = new EnumMap<>(Link.class);
  private final Map<Service, Integer> brokerPorts = new EnumMap<>(Service.class);
  private final Ports ports = new Ports();

  TcpProxy of(Link link) {
    TcpProxy proxy = proxies.get(link);
    if (proxy == null) {
      throw new IllegalStateException("no service has been told of " + link);
    }
    return proxy;
  }

  @Override
  public Endpoints seenBy(Service service, Endpoints real) {
    if (service == Service.METRICS) {
      return real;
    }
    boolean api = service == Service.API;
    int broker = brokerPorts.computeIfAbsent(service, s -> ports.next());
    int toRedis = open(api ? Link.API_REDIS : Link.WORKER_REDIS, real.redis().getPort());
    int toKafka = open(api ? Link.API_KAFKA : Link.WORKER_KAFKA, broker);
    return new Endpoints(
        linked(api ? Link.API_POSTGRES : Link.WORKER_POSTGRES, real.postgres()),
        real.postgresEmbedded(),
        api ? standbys(real.standbys()) : List.of(),
        real.withRedisPort(toRedis).redis(),
        real.redisEmbedded(),
        "127.0.0.1:" + toKafka,
        real.kafkaEmbedded(),
        real.port());
  }

  /** Only the first has a link that can fail. */
  private List<PostgresUrl> standbys(List<PostgresUrl> real) {
    List<PostgresUrl> seen = new ArrayList<>(real);
    if (!seen.isEmpty()) {
      seen.set(0, linked(Link.API_STANDBY, seen.getFirst()));
    }
    return seen;
  }

  private PostgresUrl linked(Link link, PostgresUrl real) {
    int port = URI.create(real.jdbcUrl().substring("jdbc:".length())).getPort();
    String url = real.jdbcUrl().replace(":" + port + "/", ":" + open(link, port) + "/");
    return new PostgresUrl(url, real.user(), real.password());
  }

  private int open(Link link, int target) {
    TcpProxy proxy = TcpProxy.to(target);
    proxies.put(link, proxy);
    return proxy.port();
  }

  /** A listener for each service, which sends its clients back to the service's proxy. */
  void listen(EmbeddedKafka kafka) {
    kafka.listener("API", port(Service.API), of(Link.API_KAFKA).port());
    kafka.listener("WORKER", port(Service.CDC), of(Link.WORKER_KAFKA).port());
  }

  private int port(Service service) {
    return brokerPorts.getOrDefault(service, 0);
  }

  @Override
  public void close() {
    proxies.values().forEach(TcpProxy::close);
  }
}
