package io.plimsoll.api.tls;

import io.plimsoll.core.config.ConfigException;
import io.plimsoll.core.config.TlsConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.3 and 1.2 of the API's port, with ALPN for HTTP/2. Looks at the files now and then, and
 * serves newer ones to new connections; files that are not fit are told in the log, and the ones
 * before stay in force. Thread-safe.
 */
public final class Tls {
  private static final Logger log = LoggerFactory.getLogger(Tls.class);
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

  private final Vertx vertx;
  private final KeyPairFiles files;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private KeyPairFiles.Loaded served;

  private Tls(Vertx vertx, KeyPairFiles files) {
    this.vertx = vertx;
    this.files = files;
    this.served = files.load(vertx);
  }

  /**
   * Empty when no files are configured. Stops looking at them when Vert.x is closed.
   *
   * @param blocking reads files
   * @throws ConfigException when the files are not fit
   */
  public static Optional<Tls> of(TlsConfig config, Vertx vertx, Executor blocking) {
    if (config.certificate().isEmpty() || config.key().isEmpty()) {
      return Optional.empty();
    }
    Tls tls = new Tls(vertx, new KeyPairFiles(config.certificate().get(), config.key().get()));
    vertx.setPeriodic(config.reload().toMillis(), tick -> blocking.execute(tls::renew));
    return Optional.of(tls);
  }

  /** To be listened with. */
  public synchronized HttpServerOptions secured(HttpServerOptions options) {
    return options
        .setSsl(true)
        .setUseAlpn(true)
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setKeyCertOptions(served.options());
  }

  /** One that listens is told of newer files. */
  public void listening(HttpServer server) {
    servers.add(server);
  }

  private synchronized void renew() {
    try {
      KeyPairFiles.Loaded now = files.load(vertx);
      if (now.sameAs(served)) {
        return;
      }
      for (HttpServer server : servers) {
        server.updateSSLOptions(options(now)).toCompletionStage().toCompletableFuture().join();
      }
      served = now;
      log.info("event=tls-renewed certificate={}", files.certificate());
    } catch (ConfigException e) {
      log.warn("code=tls-unfit reason=\"{}\"; the files before stay in force", e.getMessage());
    } catch (CompletionException e) {
      log.error("code=tls-not-renewed certificate={} it is tried again", files.certificate(), e);
    }
  }

  private static ServerSSLOptions options(KeyPairFiles.Loaded loaded) {
    return new ServerSSLOptions()
        .setUseAlpn(true)
        .setApplicationLayerProtocols(List.of("h2", "http/1.1"))
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setKeyCertOptions(loaded.options());
  }
}
