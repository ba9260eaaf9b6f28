package io.plimsoll.api.load;

import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.api.read.Origin;
import io.plimsoll.api.read.OriginException;
import io.plimsoll.api.read.OriginRead;
import io.plimsoll.api.read.ReadRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An origin that is asked by so many at once as its pool has connections; a query is a lane. A read
 * that is turned away fails with {@link OriginException.Kind#OVERLOADED}. Thread-safe; closes
 * nothing.
 */
public final class GatedOrigin implements Origin {
  private final Origin origin;
  private final Gate gate;
  private final GateMetrics metrics;
  private final Duration patience;
  private volatile boolean away;

  /**
   * Puts a gate before an origin.
   *
   * @param pool its name, for metrics and logs
   */
  public GatedOrigin(Origin origin, String pool, Limits limits, MeterRegistry registry) {
    this.origin = origin;
    this.gate = new Gate(limits, System::nanoTime);
    this.metrics = new GateMetrics(pool, gate, registry);
    this.patience = limits.patience();
  }

  @Override
  public OriginRead read(ReadRequest request) {
    return inTurn(request, () -> origin.read(request));
  }

  /** One statement, and so one place. */
  @Override
  public List<OriginRead> readAll(List<ReadRequest> requests) {
    return inTurn(requests.getFirst(), () -> origin.readAll(requests));
  }

  private <T> T inTurn(ReadRequest request, Supplier<T> read) {
    long asked = System.nanoTime();
    try (Ticket ticket = gate.ask(request.query())) {
      Optional<Shed> shed = ticket.await();
      if (shed.isPresent()) {
        metrics.shed(request.query().catalogName(), shed.get());
        throw OriginException.overloaded(message(request, shed.get()));
      }
      metrics.waited(System.nanoTime() - asked);
      return noted(read);
    }
  }

  private <T> T noted(Supplier<T> read) {
    try {
      T done = read.get();
      away = false;
      return done;
    } catch (OriginException e) {
      away = e.kind() == OriginException.Kind.UNAVAILABLE;
      throw e;
    }
  }

  /** For {@code /readyz}: whether the last read that ran found no database. */
  public Optional<String> away() {
    return away
        ? Optional.of("not reached: what the caches can prove fresh is answered, the rest is 503")
        : Optional.empty();
  }

  private String message(ReadRequest request, Shed why) {
    Gate.Load load = gate.load();
    return "query %s was turned away (%s): %d of %d places taken, %d waiting, patience %d ms"
        .formatted(
            request.query().catalogName(),
            why.label(),
            load.running(),
            load.places(),
            load.waiting(),
            patience.toMillis());
  }

  @Override
  public boolean hasRoom() {
    return gate.hasRoom();
  }
}
