package io.plimsoll.api.origin;

import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.api.read.Origin;
import io.plimsoll.api.read.OriginRead;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.cache.ServerClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks a standby where one can prove what the request wants, else the primary. At most one standby
 * is asked for a request; whatever goes wrong there, the primary answers. Thread-safe; closes the
 * standbys.
 */
public final class RoutedOrigin implements Origin, AutoCloseable {
  private static final String NONE = "none";

  private final Origin primary;
  private final List<Standby> standbys;
  private final StandbyMetrics metrics;
  private final AtomicInteger turn = new AtomicInteger();

  /**
   * How standbys are to be read from.
   *
   * @param settings one for each; the name is that of answers' source
   * @param patience how long a read waits for a standby to show the write of its token
   * @param greatestBound of all queries
   */
  public record Settings(
      List<OriginPool.Settings> settings, Duration patience, Duration greatestBound) {
    public Settings {
      settings = List.copyOf(settings);
    }
  }

  public RoutedOrigin(
      Origin primary,
      Settings settings,
      SchemaVersion schema,
      ServerClock clock,
      MeterRegistry registry) {
    this.primary = primary;
    this.metrics = new StandbyMetrics(registry);
    List<Standby> opened = new ArrayList<>();
    for (OriginPool.Settings one : settings.settings()) {
      Standby standby =
          new Standby(one, schema, clock, settings.patience(), settings.greatestBound());
      metrics.watch(standby);
      opened.add(standby);
    }
    this.standbys = List.copyOf(opened);
  }

  @Override
  public OriginRead read(ReadRequest request) {
    List<Sighting> seen = standbys.stream().map(Standby::sighting).toList();
    return switch (Choice.of(seen, Need.of(request), turn.getAndIncrement())) {
      case Choice.Primary none -> onPrimary(request, NONE, none.why());
      case Choice.Standby chosen -> onStandby(request, standbys.get(chosen.index()));
    };
  }

  @Override
  public boolean hasRoom() {
    return primary.hasRoom();
  }

  /** By the primary: one statement there costs it less than one for each would cost a standby. */
  @Override
  public List<OriginRead> readAll(List<ReadRequest> requests) {
    return primary.readAll(requests);
  }

  private OriginRead onStandby(ReadRequest request, Standby standby) {
    return switch (standby.read(request)) {
      case StandbyRead.Answered answered -> {
        metrics.answered(standby.name());
        yield answered.read();
      }
      case StandbyRead.Refused refused -> onPrimary(request, standby.name(), refused.why());
    };
  }

  private OriginRead onPrimary(ReadRequest request, String standby, Unfit why) {
    metrics.left(standby, why);
    return primary.read(request);
  }

  @Override
  public void close() {
    standbys.forEach(Standby::close);
  }
}
