package io.plimsoll.local.cli;

import java.util.List;

/**
 * What `up` leaves for `status`: one JSON file for each running stack.
 *
 * @param launcher pid of `up`
 * @param launcherStarted its start, milliseconds since 1970: a pid may be used again
 * @param port the API's
 * @param profile what the worker is tuned for
 * @param data folder with data and logs
 * @param catalog its file, empty when there is none
 * @param adminToken of the API's admin routes
 */
record State(
    long launcher,
    long launcherStarted,
    int port,
    String profile,
    String data,
    String catalog,
    String adminToken,
    List<Part> parts) {
  State {
    catalog = java.util.Objects.requireNonNullElse(catalog, "");
    adminToken = java.util.Objects.requireNonNullElse(adminToken, "");
    parts = List.copyOf(parts);
  }

  /** Where a service's admin routes are. */
  String admin(String service) {
    return parts.stream()
        .filter(part -> part.name().equals(service))
        .map(Part::admin)
        .findFirst()
        .orElse("");
  }

  /** Which question tells whether a part works. */
  enum Kind {
    POSTGRES,
    REDIS,
    KAFKA,
    SERVICE
  }

  /**
   * One part.
   *
   * @param pid 0 when somebody else runs it
   * @param url how to reach it, with its password
   * @param admin a service's admin listener, empty for servers
   * @param logins further logins of Postgres
   */
  record Part(String name, Kind kind, long pid, String url, String admin, List<Login> logins) {
    Part {
      logins = List.copyOf(logins);
    }
  }

  /** A role, and a URL with its password. */
  record Login(String user, String url) {}

  /** Whether the `up` that wrote this still runs. */
  boolean isAlive() {
    return ProcessHandle.of(launcher)
        .filter(ProcessHandle::isAlive)
        .filter(process -> started(process) == launcherStarted)
        .isPresent();
  }

  static long started(ProcessHandle process) {
    return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
  }
}
