package io.plimsoll.local.cli;

import io.plimsoll.local.keys.KeyRow;
import io.plimsoll.local.keys.KeyStore;
import io.plimsoll.local.server.ServerException;
import io.plimsoll.local.stack.PostgresUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** API keys of the running stack, or of any database that was set up. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = {
      "Makes, lists and revokes API keys. The API asks for one where auth.mode is required.",
      "Without --postgres: those of the running stack."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {KeysCreateCommand.class, KeysListCommand.class, KeysRevokeCommand.class})
final class KeysCommand implements Runnable {
  private static final String UNDEFINED_TABLE = "42P01";
  private static final String UNDEFINED_OBJECT = "22023"; // set role of one that does not exist
  private static final String NOT_ALLOWED = "42501";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "keys needs a command: create, list or revoke");
  }

  /** Which database, and how to print. */
  static final class Common {
    @Option(
        names = "--postgres",
        paramLabel = "URL",
        description =
            "postgresql://user:password@host:port/database of plimsoll_admin or a superuser; the password may come from PGPASSWORD.")
    private @Nullable String postgres;

    @Option(
        names = "--port",
        paramLabel = "N",
        defaultValue = "8080",
        description = "Port of the running stack's API. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--json", description = "For scripts.")
    boolean json;

    /** Does something with the keys. */
    <T> T with(Work<T> work) {
      PostgresUrl url = url();
      Properties properties = new Properties();
      properties.setProperty("user", url.user());
      properties.setProperty("password", url.password());
      properties.setProperty("connectTimeout", "10");
      properties.setProperty("ApplicationName", "plimsoll-keys");
      // The server's log must not show values when a statement fails.
      properties.setProperty("logServerErrorDetail", "false");
      try (Connection connection = DriverManager.getConnection(url.jdbcUrl(), properties)) {
        return work.run(new KeyStore(connection));
      } catch (SQLException e) {
        throw new ServerException(problem(url, e), e);
      }
    }

    private PostgresUrl url() {
      if (postgres == null) {
        return PostgresUrl.parse(RunningStack.on(port).parts().getFirst().url(), Map.of());
      }
      try {
        return PostgresUrl.parse(postgres, System.getenv());
      } catch (IllegalArgumentException e) {
        throw new ServerException("--postgres: " + e.getMessage(), e);
      }
    }
  }

  /** What is done with the keys. */
  @FunctionalInterface
  interface Work<T> {
    T run(KeyStore keys) throws SQLException;
  }

  private static String problem(PostgresUrl url, SQLException e) {
    return switch (String.valueOf(e.getSQLState())) {
      case UNDEFINED_TABLE, UNDEFINED_OBJECT ->
          "%s has no API keys: run the setup of infra/postgres again".formatted(url.address());
      case NOT_ALLOWED ->
          "%s may not act as plimsoll_admin: use that role, a superuser, or grant plimsoll_admin to it"
              .formatted(url.user());
      default -> "Postgres at %s: %s".formatted(url.address(), e.getMessage());
    };
  }

  /** A key as {@code --json} prints it; what it does not have is left empty. */
  record Line(
      String id,
      String name,
      String state,
      String tenant,
      java.util.List<String> scopes,
      String rate,
      String created,
      String expires,
      String revoked) {
    static Line of(KeyRow row) {
      return new Line(
          row.id(),
          row.name(),
          row.state(Instant.now()),
          row.tenant().orElse(""),
          row.scopes(),
          row.rate().map(Object::toString).orElse(""),
          row.created().toString(),
          row.expires().map(Instant::toString).orElse(""),
          row.revoked().map(Instant::toString).orElse(""));
    }

    /** For people. */
    String text() {
      return "%s  %-7s  %s  tenant %s  scopes %s  rate %s  expires %s"
          .formatted(
              id,
              state,
              name,
              or(tenant, "none"),
              or(String.join(",", scopes), "none"),
              or(rate, "default"),
              or(expires, "never"));
    }

    private static String or(String text, String otherwise) {
      return text.isEmpty() ? otherwise : text;
    }
  }
}
