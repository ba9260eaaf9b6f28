package io.plimsoll.local.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes a new PostgreSQL cluster.
 *
 * @param program initdb
 * @param folder holds the log, and for a moment the password file
 * @param data the cluster's folder, replaced
 */
record Initdb(Path program, Path folder, Path data, Path log) {

  /** Returns when the cluster is complete. */
  void run(String superuser, String password, String settingsFile, Watchdog watchdog) {
    Path passwordFile = folder.resolve("initdb.password");
    Folders.delete(data);
    Folders.writePrivate(passwordFile, password + "\n");
    try {
      Launch launch = new Launch(command(superuser, passwordFile), Map.of(), "", false, log);
      int exit = Child.start(launch, Signal.KILL, watchdog).awaitExit();
      if (exit != 0) {
        throw new ServerException(
            "initdb failed with exit code %d:%n%s".formatted(exit, Files.readString(log)));
      }
      String include = "include '%s'%n".formatted(settingsFile);
      Files.writeString(data.resolve("postgresql.conf"), include, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the Postgres cluster in " + data, e);
    } finally {
      Folders.delete(passwordFile);
    }
  }

  private List<String> command(String superuser, Path passwordFile) {
    List<String> command = new ArrayList<>(Unprivileged.prefix());
    command.addAll(List.of(program.toString(), "-D", data.toString()));
    command.addAll(
        List.of("-U", superuser, "--pwfile", passwordFile.toString(), "--auth", "scram-sha-256"));
    command.addAll(
        List.of("--encoding", "UTF8", "--locale-provider", "builtin", "--locale", "C.UTF-8"));
    // The stack's own first start syncs what it writes; a machine that crashes in initdb runs it
    // again.
    command.addAll(List.of("--no-sync", "--no-instructions", "--set", "timezone=UTC"));
    return command;
  }
}
