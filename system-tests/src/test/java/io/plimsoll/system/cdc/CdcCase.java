package io.plimsoll.system.cdc;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Servers for a class of tests; each test has empty tables, and a name for its slot and topics. */
abstract class CdcCase {
  @TempDir static Path folder;
  static Servers servers;

  String prefix = "";

  @BeforeAll
  static void startServers() throws Exception {
    servers = new Servers(folder);
    servers.start();
  }

  @AfterAll
  static void stopServers() {
    servers.close();
  }

  @BeforeEach
  void begin(TestInfo test) throws SQLException {
    servers.execute("truncate items, full_items, plain, moods", "delete from plimsoll.shapes");
    prefix = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
  }
}
