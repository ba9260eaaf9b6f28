package io.plimsoll.cdc.capture;

import java.io.Serial;
import java.sql.SQLException;
import java.util.Objects;
import java.util.regex.Pattern;

/** The capture cannot go on; its supervisor checks everything again and starts anew. */
final class CaptureException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Connection lost, refused or closing; too many connections; starting up or shutting down. */
  private static final Pattern AWAY = Pattern.compile("08.*|57P.*|53300|60000");

  private final String code;

  CaptureException(String code, String message) {
    super(message);
    this.code = code;
  }

  CaptureException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Postgres is away, or it is there and says no: the second lasts until a person changes it. */
  static CaptureException of(String what, SQLException e) {
    boolean away = AWAY.matcher(Objects.requireNonNullElse(e.getSQLState(), "08000")).matches();
    return new CaptureException(
        away ? "postgres-unavailable" : "postgres-refused", what + ": " + e.getMessage(), e);
  }

  /** Label of a metric and field of the log. */
  String code() {
    return code;
  }
}
