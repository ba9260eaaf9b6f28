package io.plimsoll.local.cli;

import io.plimsoll.local.draft.CatalogDraft;
import io.plimsoll.local.draft.DraftException;
import io.plimsoll.local.server.ServerException;
import io.plimsoll.local.stack.PostgresUrl;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Drafts a catalog from the schema of a database. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Reads a schema and drafts a catalog: a query by key for each table, lookups by unique columns, lists by foreign key.",
      "Each query has been parsed, and prepared on the database. Columns whose names look secret are left out."
    })
final class InitCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--from-db",
      paramLabel = "URL",
      required = true,
      description =
          "postgresql://user:password@host:port/database; the password may come from PGPASSWORD. Nothing is changed there.")
  private String database = "";

  @Option(
      names = "--schema",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "public",
      description =
          "One or more, separated by commas; the first one's tables get the shortest paths. Default: ${DEFAULT-VALUE}.")
  private List<String> schemas = List.of();

  @Option(
      names = "--tables",
      paramLabel = "NAME",
      split = ",",
      description = "Only these, name or schema.name, separated by commas. Default: all.")
  private List<String> tables = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "catalog.yaml",
      description = "The file to write; - for standard output. Default: ${DEFAULT-VALUE}.")
  private String out = "";

  @Option(names = "--force", description = "Replaces the file when it is there.")
  private boolean force;

  @Override
  public Integer call() {
    PostgresUrl url = url();
    boolean print = out.equals(STANDARD_OUTPUT);
    if (!print && !force && Files.exists(Path.of(out))) {
      throw exists();
    }
    CatalogDraft draft = draft(url);
    PrintWriter terminal = spec.commandLine().getOut();
    if (print) {
      terminal.print(draft.text());
    } else {
      write(draft);
      terminal.println(
          "%s: %d queries of %d tables; %d left out, see its comments"
              .formatted(out, draft.queries(), draft.tables(), draft.leftOut()));
      terminal.println(
          "next: ./plimsoll up --postgres %s --catalog %s".formatted(url.withoutPassword(), out));
    }
    terminal.flush();
    return 0;
  }

  private PostgresUrl url() {
    try {
      return PostgresUrl.parse(database, System.getenv());
    } catch (IllegalArgumentException e) {
      throw new ServerException("--from-db: " + e.getMessage(), e);
    }
  }

  private CatalogDraft draft(PostgresUrl url) {
    Properties properties = new Properties();
    properties.setProperty("user", url.user());
    properties.setProperty("password", url.password());
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("ApplicationName", "plimsoll-init");
    // As the API's: names without a schema mean public.
    properties.setProperty("currentSchema", "public");
    try (Connection connection = DriverManager.getConnection(url.jdbcUrl(), properties)) {
      connection.setReadOnly(true);
      return CatalogDraft.of(connection, schemas, tables);
    } catch (SQLException e) {
      throw new ServerException(
          "Postgres at %s cannot be read: %s; check --from-db"
              .formatted(url.address(), e.getMessage()),
          e);
    } catch (DraftException e) {
      throw new ServerException(String.valueOf(e.getMessage()), e);
    }
  }

  private void write(CatalogDraft draft) {
    Path file = Path.of(out);
    try {
      if (force) {
        Files.writeString(file, draft.text());
      } else {
        Files.writeString(file, draft.text(), StandardOpenOption.CREATE_NEW);
      }
    } catch (FileAlreadyExistsException e) {
      throw exists();
    } catch (NoSuchFileException e) {
      throw new ServerException("there is no folder for " + out, e);
    } catch (IOException e) {
      throw new ServerException("cannot write %s: %s".formatted(out, e.getMessage()), e);
    }
  }

  private ServerException exists() {
    return new ServerException(
        "%s exists: give another --out, or --force to replace it".formatted(out));
  }
}
