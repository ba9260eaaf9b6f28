package io.plimsoll.cdc.capture;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Opens plain connections to the primary as the capture's role. Thread-safe. */
final class Database {
  private final CaptureSettings settings;

  Database(CaptureSettings settings) {
    this.settings = settings;
  }

  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    properties.setProperty("ApplicationName", "plimsoll-capture");
    properties.setProperty("connectTimeout", "5");
    // Creating a slot waits for every transaction that is writing at that moment.
    properties.setProperty("socketTimeout", "300");
    properties.setProperty("tcpKeepAlive", "true");
    return DriverManager.getConnection(settings.postgresUrl(), properties);
  }
}
