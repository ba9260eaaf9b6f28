package io.plimsoll.system;

import io.plimsoll.local.stack.Endpoints;
import io.plimsoll.local.stack.Service;
import io.plimsoll.system.proxy.Flow;
import java.util.Set;

/** The worker's way to Redis, through a proxy that can hold what the worker says. */
final class WorkerRedisLink extends ProxiedLink {
  WorkerRedisLink() {
    super(Service.CDC);
  }

  @Override
  int port(Endpoints real) {
    return real.redis().getPort();
  }

  @Override
  Endpoints through(int port, Endpoints real) {
    return real.withRedisPort(port);
  }

  /** What the stream brings does not reach Redis. */
  void hold() {
    link().blackHole(Set.of(Flow.TO_SERVER));
  }

  /** What was held is delivered. */
  void release() {
    link().heal();
  }
}
