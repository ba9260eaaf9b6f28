package io.plimsoll.local.server;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How to run a program that refuses to run as root: in a user namespace of its own, where it is
 * nobody.
 */
public final class Unprivileged {
  private Unprivileged() {}

  /**
   * Words to put before the command; none for users other than root.
   *
   * @throws ServerException when this is root and the system allows no user namespace
   */
  public static List<String> prefix() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    List<String> unshare = List.of("unshare", "--user");
    if (works(List.of("unshare", "--user", "true"))) {
      return unshare;
    }
    throw new ServerException(
        "Postgres does not run as root, and `unshare --user` is not allowed here: run as another user, or give --postgres");
  }

  private static boolean works(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      // There is no unshare(1) here.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
