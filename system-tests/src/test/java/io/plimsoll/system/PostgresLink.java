package io.plimsoll.system;

import io.plimsoll.local.stack.Endpoints;
import io.plimsoll.local.stack.PostgresUrl;
import io.plimsoll.local.stack.Service;
import io.plimsoll.system.proxy.TcpProxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The API's way to Postgres, through a proxy that can fail at a chosen moment. */
final class PostgresLink extends ProxiedLink {
  /** What Postgres says when a transaction has been committed. */
  private static final String COMMITTED = "COMMIT\0";

  PostgresLink() {
    super(Service.API);
  }

  @Override
  int port(Endpoints real) {
    return URI.create(real.postgres().jdbcUrl().substring("jdbc:".length())).getPort();
  }

  @Override
  Endpoints through(int port, Endpoints real) {
    PostgresUrl url = real.postgres();
    String moved = url.jdbcUrl().replace(":" + port(real) + "/", ":" + port + "/");
    return real.withPostgres(new PostgresUrl(moved, url.user(), url.password()));
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
}
