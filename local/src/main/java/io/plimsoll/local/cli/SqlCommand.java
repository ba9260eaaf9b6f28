package io.plimsoll.local.cli;

import io.plimsoll.local.server.ServerException;
import io.plimsoll.local.stack.PostgresUrl;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs SQL on the running stack's Postgres as its operator, for machines without psql. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description =
        "Runs SQL on the running stack's Postgres, past the API: for machines without psql.")
final class SqlCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SQL", description = "One statement.")
  private String sql = "";

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Port of the API. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Override
  public Integer call() {
    State state = RunningStack.on(port);
    PostgresUrl url = PostgresUrl.parse(state.parts().getFirst().url(), Map.of());
    PrintWriter out = spec.commandLine().getOut();
    try (Connection connection =
            DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
        Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        print(statement.getResultSet(), out);
      } else {
        out.println(statement.getUpdateCount() + " rows");
      }
      out.flush();
      return 0;
    } catch (SQLException e) {
      throw new ServerException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void print(ResultSet rows, PrintWriter out) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    List<String> line = new ArrayList<>();
    for (int column = 1; column <= columns; column++) {
      line.add(rows.getMetaData().getColumnLabel(column));
    }
    out.println(String.join("\t", line));
    while (rows.next()) {
      line.clear();
      for (int column = 1; column <= columns; column++) {
        line.add(String.valueOf(rows.getString(column)));
      }
      out.println(String.join("\t", line));
    }
  }
}
