package io.plimsoll.system;

import io.plimsoll.local.stack.Endpoints;
import io.plimsoll.local.stack.Links;
import io.plimsoll.local.stack.PostgresUrl;
import io.plimsoll.local.stack.Service;
import io.plimsoll.system.proxy.TcpProxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The API's way to Postgres, through a proxy that can fail at a chosen moment. */
final class PostgresLink implements Links, AutoCloseable {
  /** What Postgres says when a transaction has been committed. */
  private static final String COMMITTED = "COMMIT\0";

  private @Nullable TcpProxy proxy;

  @Override
  public Endpoints seenBy(Service service, Endpoints real) {
    if (service != Service.API) {
      return real;
    }
    PostgresUrl url = real.postgres();
    int port = URI.create(url.jdbcUrl().substring("jdbc:".length())).getPort();
    TcpProxy link = TcpProxy.to(port);
    proxy = link;
    return real.withPostgres(
        new PostgresUrl(
            url.jdbcUrl().replace(":" + port + "/", ":" + link.port() + "/"),
            url.user(),
            url.password()));
  }

  /** The next commit is done, and nobody hears of it: the link is cut instead. */
  void cutBehindTheNextCommit() {
    TcpProxy link = link();
    link.rewrite(piece -> {
      if (!new String(piece, StandardCharsets.ISO_8859_1).contains(COMMITTED)) {
        return piece;
      }
      link.cut();
      return new byte[0];
    });
  }

  void heal() {
    TcpProxy link = link();
    link.rewrite(piece -> piece);
    link.heal();
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
