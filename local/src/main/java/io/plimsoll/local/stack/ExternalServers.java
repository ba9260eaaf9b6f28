package io.plimsoll.local.stack;

import io.plimsoll.local.server.Probes;
import io.plimsoll.local.server.ServerException;
import java.net.URI;

/** Redis and Kafka that somebody else runs: asked before anything is started. */
final class ExternalServers {
  private ExternalServers() {}

  static void requireReachable(StackBuilder options) {
    options.redis.ifPresent(ExternalServers::requireRedis);
    options.kafka.ifPresent(ExternalServers::requireKafka);
  }

  private static void requireRedis(URI url) {
    switch (Probes.askRedis(url)) {
      case Probes.Answer.Yes yes -> {}
      case Probes.Answer.No no ->
          throw new ServerException(
              "Redis at %s:%d: %s; check --redis (redis://:password@host:port)"
                  .formatted(url.getHost(), Probes.redisPort(url), no.reason()));
    }
  }

  private static void requireKafka(String bootstrap) {
    if (!Probes.kafka(bootstrap)) {
      throw new ServerException(
          "Kafka at %s does not answer; check --kafka (host:port of a broker's client listener)"
              .formatted(bootstrap));
    }
  }
}
