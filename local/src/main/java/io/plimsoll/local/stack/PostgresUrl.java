package io.plimsoll.local.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a Postgres database as one user.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database[?…]}, without credentials
 */
public record PostgresUrl(String jdbcUrl, String user, String password) {
  private static final String JDBC = "jdbc:";

  /**
   * Reads {@code postgresql://user:password@host:port/database} (also {@code postgres://}), or the
   * JDBC form with {@code user} and {@code password} as parameters.
   *
   * @param environment PGUSER and PGPASSWORD are used where the URL says nothing
   * @throws IllegalArgumentException when it is neither; the message does not repeat the password
   */
  public static PostgresUrl parse(String text, Map<String, String> environment) {
    URI uri = uri(text.startsWith(JDBC) ? text.substring(JDBC.length()) : text);
    String scheme = Objects.requireNonNullElse(uri.getScheme(), "");
    String database = Objects.requireNonNullElse(uri.getPath(), "");
    if (!scheme.matches("postgres(ql)?") || uri.getHost() == null || database.length() < 2) {
      throw malformed();
    }
    Properties credentials = new Properties();
    String rest = split(uri.getRawQuery(), credentials);
    userInfo(uri.getRawUserInfo(), credentials);
    String user = credentials.getProperty("user", environment.getOrDefault("PGUSER", ""));
    String password =
        credentials.getProperty("password", environment.getOrDefault("PGPASSWORD", ""));
    if (user.isEmpty()) {
      throw malformed();
    }
    int port = uri.getPort() < 0 ? 5432 : uri.getPort();
    return new PostgresUrl(
        "jdbc:postgresql://%s:%d%s%s".formatted(uri.getHost(), port, database, rest),
        user,
        password);
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      // The cause's message repeats the URL, with its password.
      throw malformed();
    }
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "the Postgres URL must look like postgresql://user:password@host:port/database"
            + " (special characters percent-encoded; the password may come from PGPASSWORD)");
  }

  private static void userInfo(@Nullable String info, Properties credentials) {
    if (info == null) {
      return;
    }
    int colon = info.indexOf(':');
    credentials.setProperty("user", decode(colon < 0 ? info : info.substring(0, colon)));
    if (colon >= 0) {
      credentials.setProperty("password", decode(info.substring(colon + 1)));
    }
  }

  private static String split(@Nullable String query, Properties credentials) {
    if (query == null) {
      return "";
    }
    List<String> rest = new ArrayList<>();
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      if (name.equals("user") || name.equals("password")) {
        credentials.setProperty(name, decode(parameter.substring(equals + 1)));
      } else {
        rest.add(parameter);
      }
    }
    return rest.isEmpty() ? "" : "?" + String.join("&", rest);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  /** {@code postgresql://user@host:port/database}: for psql, with the password in PGPASSWORD. */
  public String withoutPassword() {
    return "postgresql://" + encode(user) + "@" + address();
  }

  /** {@code postgresql://user:password@host:port/database}. */
  public String withPassword() {
    return "postgresql://" + encode(user) + ":" + encode(password) + "@" + address();
  }

  /** {@code host:port/database[?…]}. */
  public String address() {
    return jdbcUrl.substring("jdbc:postgresql://".length());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** Says nothing secret. */
  @Override
  public String toString() {
    return withoutPassword();
  }
}
