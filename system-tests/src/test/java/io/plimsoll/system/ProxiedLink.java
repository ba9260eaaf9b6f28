package io.plimsoll.system;

import io.plimsoll.local.stack.Endpoints;
import io.plimsoll.local.stack.Links;
import io.plimsoll.local.stack.Service;
import io.plimsoll.system.proxy.TcpProxy;
import org.jspecify.annotations.Nullable;

/** One service's way to one server, through a proxy that can fail. Closed after the stack. */
abstract class ProxiedLink implements Links, AutoCloseable {
  private final Service from;
  private @Nullable TcpProxy proxy;

  ProxiedLink(Service from) {
    this.from = from;
  }

  /** Where the server listens. */
  abstract int port(Endpoints real);

  /** The same with the server at another port of the loopback. */
  abstract Endpoints through(int port, Endpoints real);

  @Override
  public final Endpoints seenBy(Service service, Endpoints real) {
    if (service != from) {
      return real;
    }
    TcpProxy opened = TcpProxy.to(port(real));
    proxy = opened;
    return through(opened.port(), real);
  }

  final TcpProxy link() {
    if (proxy == null) {
      throw new IllegalStateException("the stack has not been started");
    }
    return proxy;
  }

  @Override
  public final void close() {
    link().close();
  }
}
