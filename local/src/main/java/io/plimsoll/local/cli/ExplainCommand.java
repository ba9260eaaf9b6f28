package io.plimsoll.local.cli;

import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.CatalogException;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.Parsed;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.local.explain.Explainer;
import io.plimsoll.local.explain.Explanation;
import io.plimsoll.local.server.ServerException;
import io.plimsoll.local.stack.PostgresUrl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what a query of the catalog depends on. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Tells whether the answers of a query are cached, what they depend on and why, and what ends them.",
      "With values also the tags of that answer. Exit code 1 when the query cannot be cached."
    })
final class ExplainCommand implements Callable<Integer> {
  private static final String READER = "plimsoll_reader";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "QUERY", description = "Its name in the catalog.")
  private String name = "";

  @Parameters(
      index = "1..*",
      paramLabel = "NAME=VALUE",
      description = "Values of its parameters; defaults are the catalog's.")
  private List<String> given = List.of();

  @Option(names = "--catalog", paramLabel = "FILE", description = "Default: the running stack's.")
  private @Nullable Path catalog;

  @Option(
      names = "--postgres",
      paramLabel = "URL",
      description =
          "postgresql://user:password@host:port/database, as the role that reads. Default: the running stack's.")
  private @Nullable String postgres;

  @Option(
      names = "--publication",
      paramLabel = "NAME",
      defaultValue = "plimsoll",
      description = "That feeds the change stream. Default: ${DEFAULT-VALUE}.")
  private String publication = "plimsoll";

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Port of the running stack's API. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(names = "--json", description = "For scripts.")
  private boolean json;

  @Override
  public Integer call() {
    QueryDef query = query();
    Map<String, List<String>> values = given.isEmpty() ? Map.of() : values(query);
    PostgresUrl url = url();
    try (Connection connection =
        DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password())) {
      Explanation explanation = new Explainer(connection, publication).explain(query, values);
      ExplainOutput output =
          new ExplainOutput(
              spec.commandLine().getOut(), spec.commandLine().getColorScheme().ansi());
      if (json) {
        output.json(explanation);
      } else {
        output.text(explanation);
      }
      if (!explanation.runs()) {
        return Main.WRONG_USE;
      }
      return explanation.cacheable() ? 0 : Main.FAILED;
    } catch (SQLException e) {
      throw new ServerException(String.valueOf(e.getMessage()), e);
    }
  }

  private QueryDef query() {
    Path file = catalog != null ? catalog : Path.of(RunningStack.on(port).catalog());
    Catalog read;
    try {
      read = CatalogParser.parse(file);
    } catch (CatalogException e) {
      throw new ServerException(String.valueOf(e.getMessage()), e);
    }
    return read.queries().stream()
        .filter(query -> query.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ServerException(
                "%s has no query %s; it has %s"
                    .formatted(
                        file,
                        name,
                        read.queries().stream()
                            .map(QueryDef::name)
                            .collect(Collectors.joining(", ")))));
  }

  private PostgresUrl url() {
    if (postgres != null) {
      try {
        return PostgresUrl.parse(postgres, System.getenv());
      } catch (IllegalArgumentException e) {
        throw new ServerException("--postgres: " + e.getMessage(), e);
      }
    }
    return RunningStack.on(port).parts().getFirst().logins().stream()
        .filter(login -> login.user().equals(READER))
        .map(login -> PostgresUrl.parse(login.url(), Map.of()))
        .findFirst()
        .orElseThrow(() -> new ServerException("the running stack has no login " + READER));
  }

  /** Of every parameter that has one: given, or the catalog's default. */
  private Map<String, List<String>> values(QueryDef query) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String pair : given) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new ServerException("values look like id=1, was " + pair);
      }
      texts.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Param param : query.params()) {
      String text = texts.remove(param.name());
      if (text != null) {
        values.put(param.name(), canonical(param, text));
      } else if (param.required()) {
        throw new ServerException("%s needs a value for %s".formatted(name, param.name()));
      } else {
        param
            .fallback()
            .ifPresent(fallback -> values.put(param.name(), canonical(param, fallback)));
      }
    }
    if (!texts.isEmpty()) {
      throw new ServerException(
          "%s has no parameter %s".formatted(name, String.join(", ", texts.keySet())));
    }
    return values;
  }

  private static List<String> canonical(Param param, String text) {
    return switch (param.parse(text)) {
      case Parsed.Valid valid -> List.of(valid.canonical());
      case Parsed.Elements elements -> elements.canonical();
      case Parsed.Invalid invalid ->
          throw new ServerException(param.name() + " " + invalid.message());
    };
  }
}
