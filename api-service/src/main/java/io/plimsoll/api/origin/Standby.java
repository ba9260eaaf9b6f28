package io.plimsoll.api.origin;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.api.load.Gate;
import io.plimsoll.api.load.Limits;
import io.plimsoll.api.load.Ticket;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.WatermarkGuard;
import java.time.Duration;

/** One standby: its pool, its reader and its monitor. Thread-safe; the owner closes it. */
final class Standby implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofSeconds(1);

  private final HikariDataSource pool;
  private final HikariDataSource watching;
  private final StandbyReader reader;
  private final StandbyMonitor monitor;
  private final String name;
  private final Gate gate;
  private volatile boolean drained;

  /** Opens its connections when they are needed, and begins to watch. */
  Standby(
      OriginPool.Settings settings,
      int perQueryPercent,
      MeterRegistry registry,
      SchemaVersion schema,
      ServerClock clock,
      Duration patience,
      Duration greatestBound) {
    WatermarkGuard guard = WatermarkGuard.ofRows(clock);
    name = settings.name();
    int places = settings.sizes().max();
    // Nobody waits here: the primary is next.
    gate = new Gate(Limits.of(places, perQueryPercent, 0, Duration.ZERO, 1), System::nanoTime);
    pool = OriginPool.open(settings, registry);
    watching = OriginPool.open(watching(settings), SILENCE);
    reader = new StandbyReader(name, pool, schema, clock, guard, patience);
    monitor =
        new StandbyMonitor(name, StandbyMonitor.by(watching, guard), greatestBound, this::changed);
    monitor.start();
  }

  private static OriginPool.Settings watching(OriginPool.Settings reads) {
    return new OriginPool.Settings(
        reads.name() + "-monitor",
        reads.url(),
        reads.user(),
        reads.password(),
        1,
        SILENCE,
        SILENCE,
        true);
  }

  String name() {
    return name;
  }

  Sighting sighting() {
    return drained ? Sighting.without(StandbyState.DRAINED) : monitor.last();
  }

  StandbyRead read(ReadRequest request) {
    try (Ticket ticket = gate.ask(request.query())) {
      return ticket.isThrough() ? reader.read(request) : new StandbyRead.Refused(Unfit.BUSY);
    }
  }

  /** How many reads are under way. */
  int running() {
    return gate.load().running();
  }

  boolean hasRoom() {
    return sighting().state() == StandbyState.UP && gate.hasRoom();
  }

  /** No new reads until it is taken back; those under way end. */
  void drain() {
    drained = true;
  }

  void takeBack() {
    drained = false;
  }

  /** A silent server would hold its readers until their sockets time out; the primary answers. */
  private void changed(StandbyState state) {
    if (state == StandbyState.DOWN) {
      reader.abort();
      pool.getHikariPoolMXBean().softEvictConnections();
    }
  }

  @Override
  public void close() {
    monitor.close();
    watching.close();
    pool.close();
  }
}
