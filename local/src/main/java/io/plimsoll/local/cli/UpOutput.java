package io.plimsoll.local.cli;

import io.plimsoll.local.server.Server;
import io.plimsoll.local.stack.Endpoints;
import io.plimsoll.local.stack.Service;
import io.plimsoll.local.stack.StackListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** What `up` prints. Thread-safe: parts become ready at the same time. */
final class UpOutput implements StackListener {
  private static final double MILLIS = 1_000.0;

  private final PrintWriter out;
  private final Ansi ansi;
  private long began;

  UpOutput(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  synchronized void begin() {
    began = System.nanoTime();
  }

  @Override
  public synchronized void ready(String part, Duration took) {
    line("@|green ready|@    %-18s %5.1f s".formatted(part, took.toMillis() / MILLIS));
  }

  @Override
  public synchronized void notice(String message) {
    line("@|yellow notice|@   " + message.replace("@|", "@ |"));
  }

  @Override
  public synchronized void stopped(String part) {
    line("stopped  " + part);
  }

  synchronized void ready(Endpoints at, List<String> hints) {
    double seconds = (System.nanoTime() - began) / 1e9;
    line(
        String.format(
            Locale.ROOT,
            "%nAll ready in %.1f s. Ctrl-C stops everything; ./plimsoll status shows every URL and password.%n",
            seconds));
    line("API               " + at.api());
    for (Service service : Service.values()) {
      line("%-17s %s  (/readyz, /metrics)".formatted(service.module(), at.admin(service)));
    }
    line("Postgres          " + at.postgres().withoutPassword());
    for (int i = 0; i < at.standbys().size(); i++) {
      line("%-17s %s".formatted("Standby " + (i + 1), at.standbys().get(i).withoutPassword()));
    }
    line("Redis             %s:%d".formatted(at.redis().getHost(), at.redis().getPort()));
    line("Kafka             " + at.kafka());
    line("");
    hints.forEach(hint -> line(hint.startsWith("#") ? "@|faint " + hint + "|@" : hint));
  }

  synchronized void ended(Server server) {
    line("@|red ended|@    %s by itself; its log: %s".formatted(server.name(), server.log()));
  }

  private void line(String text) {
    out.println(ansi.string(text));
    out.flush();
  }
}
