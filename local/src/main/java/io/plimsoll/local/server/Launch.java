package io.plimsoll.local.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What it takes to start a process.
 *
 * @param command program and arguments; never a secret, as every user of the machine can read them
 * @param environment added to the minimal environment (PATH, HOME, TMPDIR, LANG); may hold secrets
 * @param input written to standard input
 * @param holdInput keep standard input open, so that the child sees its end when this JVM dies
 * @param log receives standard output and error, appended
 */
public record Launch(
    List<String> command,
    Map<String, String> environment,
    String input,
    boolean holdInput,
    Path log) {
  public Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
