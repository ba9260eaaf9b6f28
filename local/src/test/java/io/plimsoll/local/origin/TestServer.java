package io.plimsoll.local.origin;

import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.server.EmbeddedPostgres;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Watchdog;
import java.nio.file.Path;
import java.util.Map;

/** A PostgreSQL of the test's own, with its superuser. */
final class TestServer implements AutoCloseable {
  private final Watchdog watchdog = Watchdog.start();
  final EmbeddedPostgres postgres;

  TestServer(Path folder, Map<String, String> settings) {
    postgres =
        new EmbeddedPostgres(
            new Binaries(Path.of("target", "embedded")),
            folder,
            new Ports().next(),
            "secret",
            settings,
            watchdog);
  }

  static TestServer started(Path folder, Map<String, String> settings) {
    TestServer server = new TestServer(folder, settings);
    server.postgres.start();
    return server;
  }

  TestDatabase database() {
    return new TestDatabase(postgres.jdbcUrl("postgres"), "secret");
  }

  @Override
  public void close() {
    postgres.close();
    watchdog.close();
  }
}
