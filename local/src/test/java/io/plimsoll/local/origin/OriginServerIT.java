package io.plimsoll.local.origin;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests on a server that they share: an embedded one, or the one that {@code
 * -Dplimsoll.test.postgres=jdbc:postgresql://host:port/postgres} names, whose superuser postgres
 * has the password secret.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OriginServerIT {
  private @Nullable TestServer server;
  private @Nullable TestDatabase given;

  @BeforeAll
  final void startServer(@TempDir Path folder) {
    String url = System.getProperty("plimsoll.test.postgres", "");
    if (url.isEmpty()) {
      server = TestServer.started(folder, Map.of("fsync", "off"));
    } else {
      given = new TestDatabase(url, "secret");
    }
  }

  @AfterAll
  final void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  final TestDatabase server() {
    if (server != null) {
      return server.database();
    }
    return java.util.Objects.requireNonNull(given);
  }
}
