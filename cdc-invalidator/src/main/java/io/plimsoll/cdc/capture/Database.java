package io.plimsoll.cdc.capture;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Opens connections to the primary as the capture's role. Thread-safe. */
final class Database {
  private final CaptureSettings settings;

  Database(CaptureSettings settings) {
    this.settings = settings;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(settings.postgresUrl(), properties());
  }

  /** A connection that understands replication commands. */
  Connection replication() throws SQLException {
    Properties properties = properties();
    properties.setProperty("replication", "database");
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("assumeMinServerVersion", "15");
    return DriverManager.getConnection(settings.postgresUrl(), properties);
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    properties.setProperty("ApplicationName", "plimsoll-capture");
    properties.setProperty("connectTimeout", "5");
    // Creating a slot waits for every transaction that is writing at that moment.
    properties.setProperty("socketTimeout", "300");
    properties.setProperty("tcpKeepAlive", "true");
    return properties;
  }
}
