package io.plimsoll.local.cli;

import io.plimsoll.core.config.ConfigException;
import io.plimsoll.local.server.ServerException;
import java.io.Console;
import java.io.PrintWriter;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/**
 * The entry point. Exit codes: 0 done, 1 a check failed, 2 wrong use or environment, with one
 * message on standard error.
 */
@Command(
    name = "plimsoll",
    mixinStandardHelpOptions = true,
    version = "plimsoll 0.1.0-SNAPSHOT",
    description = "SQL as a cached HTTP API that stays exact.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      StatusCommand.class,
      InitCommand.class,
      DoctorCommand.class,
      ExplainCommand.class,
      SqlCommand.class,
      KeysCommand.class,
      InvalidateCommand.class,
      CacheCommand.class,
      WarmCommand.class,
      ReloadCommand.class,
      StandbysCommand.class,
      BenchCommand.class,
      TestCommand.class,
      PrepareCommand.class
    })
public final class Main {
  /** A check failed. */
  static final int FAILED = 1;

  /** Wrong use or environment. */
  static final int WRONG_USE = 2;

  /** Runs one command. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setColorScheme(
        CommandLine.Help.defaultColorScheme(isTerminal() ? Ansi.ON : Ansi.OFF));
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> report(failure, command.getErr()));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    return commandLine;
  }

  private static boolean isTerminal() {
    boolean wanted = System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    return wanted && Stream.ofNullable(System.console()).anyMatch(Console::isTerminal);
  }

  private static int report(Exception failure, PrintWriter err) {
    switch (failure) {
      case ServerException expected -> print(err, String.valueOf(expected.getMessage()));
      case ConfigException expected -> print(err, String.valueOf(expected.getMessage()));
      default -> {
        print(err, "unexpected failure, please report it");
        failure.printStackTrace(err);
      }
    }
    err.flush();
    return WRONG_USE;
  }

  private static void print(PrintWriter err, String message) {
    Stream.of(message.split("\n", -1)).map(line -> "plimsoll: " + line).forEach(err::println);
  }
}
