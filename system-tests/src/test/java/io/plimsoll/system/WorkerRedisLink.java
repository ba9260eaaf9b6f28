package io.plimsoll.system;

import io.plimsoll.local.stack.Endpoints;
import io.plimsoll.local.stack.Links;
import io.plimsoll.local.stack.Service;
import io.plimsoll.system.proxy.Flow;
import io.plimsoll.system.proxy.TcpProxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The worker's way to Redis, through a proxy that can hold what the worker says. */
final class WorkerRedisLink implements Links, AutoCloseable {
  private @Nullable TcpProxy proxy;

  @Override
  public Endpoints seenBy(Service service, Endpoints real) {
    if (service != Service.CDC) {
      return real;
    }
    TcpProxy link = TcpProxy.to(real.redis().getPort());
    proxy = link;
    return real.withRedisPort(link.port());
  }

  /** What the stream brings does not reach Redis. */
  void hold() {
    link().blackHole(Set.of(Flow.TO_SERVER));
  }

  /** What was held is delivered. */
  void release() {
    link().heal();
  }

  private TcpProxy link() {
    if (proxy == null) {
      throw new IllegalStateException("the stack has not been started");
    }
    return proxy;
  }

  @Override
  public void close() {
    link().close();
  }
}
