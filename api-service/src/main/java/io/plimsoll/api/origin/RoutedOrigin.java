package io.plimsoll.api.origin;

import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.api.read.Origin;
import io.plimsoll.api.read.OriginRead;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.config.BalancePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a standby where one can prove what the request wants, else the primary. At most one standby
 * is asked for a request; whatever goes wrong there, the primary answers. Thread-safe; closes the
 * standbys.
 */
public final class RoutedOrigin implements Origin, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RoutedOrigin.class);
  private static final String NONE = "none";

  private final Origin primary;
  private final List<Standby> standbys;
  private final StandbyMetrics metrics;
  private final Balance balance;

  /**
   * How standbys are to be read from.
   *
   * @param settings one for each; the name is that of answers' source
   * @param perQueryPercent part of a pool that one query may have at a time
   * @param patience how long a read waits for a standby to show the write of its token
   * @param greatestBound of all queries
   */
  public record Settings(
      List<OriginPool.Settings> settings,
      int perQueryPercent,
      Duration patience,
      Duration greatestBound,
      BalancePolicy policy) {
    public Settings {
      settings = List.copyOf(settings);
    }

    /** They take turns, and a query may take all of a pool. */
    public Settings(List<OriginPool.Settings> settings, Duration patience, Duration greatestBound) {
      this(settings, 100, patience, greatestBound, BalancePolicy.ROUND_ROBIN);
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
          new Standby(
              one,
              settings.perQueryPercent(),
              registry,
              schema,
              clock,
              settings.patience(),
              settings.greatestBound());
      metrics.watch(standby);
      opened.add(standby);
    }
    this.standbys = List.copyOf(opened);
    this.balance =
        Balance.of(
            settings.policy(),
            i -> standbys.get(i).running(),
            bound -> ThreadLocalRandom.current().nextInt(bound));
  }

  @Override
  public OriginRead read(ReadRequest request) {
    List<Sighting> seen = standbys.stream().map(Standby::sighting).toList();
    return switch (Choice.of(seen, Need.of(request), balance)) {
      case Choice.Primary none -> onPrimary(request, NONE, none.why());
      case Choice.Standby chosen -> onStandby(request, standbys.get(chosen.index()));
    };
  }

  @Override
  public boolean hasRoom() {
    return primary.hasRoom() || standbys.stream().anyMatch(Standby::hasRoom);
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

  /**
   * Sends no new reads to a standby; those under way end.
   *
   * @return false when there is none of this name
   */
  public boolean drain(String name) {
    return with(name, Standby::drain, "event=standby-drained standby={} gets no new reads");
  }

  /** Sends reads to it again, as far as it is fit; false when there is none of this name. */
  public boolean takeBack(String name) {
    return with(name, Standby::takeBack, "event=standby-taken-back standby={} may get reads again");
  }

  private boolean with(String name, Consumer<Standby> change, String line) {
    Optional<Standby> named = standbys.stream().filter(s -> s.name().equals(name)).findFirst();
    named.ifPresent(standby -> {
      change.accept(standby);
      log.info(line, name);
    });
    return named.isPresent();
  }

  /** Each standby's state now, by its name. */
  public Map<String, String> states() {
    Map<String, String> states = new LinkedHashMap<>();
    standbys.forEach(s -> states.put(s.name(), s.sighting().state().label()));
    return states;
  }

  @Override
  public void close() {
    standbys.forEach(Standby::close);
  }
}
