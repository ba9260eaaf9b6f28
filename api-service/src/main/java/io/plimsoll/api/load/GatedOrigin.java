package io.plimsoll.api.load;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.api.read.Origin;
import io.plimsoll.api.read.OriginException;
import io.plimsoll.api.read.OriginRead;
import io.plimsoll.api.read.ReadRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * An origin that is asked by so many at once as its pool has connections; a query is a lane. A read
 * that is turned away fails with {@link OriginException.Kind#OVERLOADED}. Reads that have waited
 * for a place and that one statement can bring are read together. Thread-safe; closes nothing.
 */
public final class GatedOrigin implements Origin {
  /** Of statements: those of a query differ by what a request filters by. */
  private static final int MAX_COMPANIES = 1_000;

  private final Origin origin;
  private final Gate gate;
  private final GateMetrics metrics;
  private final Limits limits;
  private final LoadingCache<String, Company> companies;
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
    this.limits = limits;
    this.companies =
        Caffeine.newBuilder()
            .maximumSize(MAX_COMPANIES)
            .executor(Runnable::run)
            .build(statement -> new Company(limits.together(), System::nanoTime));
  }

  @Override
  public OriginRead read(ReadRequest request) {
    Optional<Company> company =
        limits.together() == 1 ? Optional.empty() : origin.statement(request).map(companies::get);
    return company.isPresent()
        ? inCompany(new Guest(request, company.get()))
        : inTurn(request, () -> origin.read(request));
  }

  private OriginRead inCompany(Guest guest) {
    ReadRequest request = guest.request();
    try (Ticket ticket = gate.ask(request.query(), Optional.of(guest))) {
      await(request, ticket);
      if (!ticket.shares()) {
        return ticket.company().isEmpty() ? alone(guest) : together(guest, ticket.company());
      }
    }
    return guest.await().orElseGet(() -> inTurn(request, () -> origin.read(request)));
  }

  private OriginRead alone(Guest guest) {
    long started = System.nanoTime();
    OriginRead read = noted(() -> origin.read(guest.request()));
    guest.company().alone(System.nanoTime() - started);
    return read;
  }

  private OriginRead together(Guest first, List<Guest> others) {
    try {
      List<ReadRequest> requests =
          Stream.concat(Stream.of(first), others.stream()).map(Guest::request).toList();
      long started = System.nanoTime();
      List<OriginRead> reads = noted(() -> origin.readAll(requests));
      first.company().together(System.nanoTime() - started, reads.size());
      metrics.together(others.size());
      for (int i = 0; i < others.size(); i++) {
        others.get(i).brought(reads.get(i + 1));
      }
      return reads.getFirst();
    } catch (OriginException e) {
      first.company().failed();
      return oneByOne(first, others, e);
    } finally {
      first.company().ended();
      others.forEach(Guest::dismissed);
    }
  }

  /**
   * In the same place: the fault may be the value of one, who alone is to be told. Not where it is
   * about the database, or has taken long already.
   */
  private OriginRead oneByOne(Guest first, List<Guest> others, OriginException failure) {
    switch (failure.kind()) {
      case UNAVAILABLE -> {
        others.forEach(guest -> guest.failed(failure));
        throw failure;
      }
      case TIMEOUT -> others.forEach(Guest::dismissed);
      default -> {
        for (Guest guest : others) {
          try {
            guest.brought(noted(() -> origin.read(guest.request())));
          } catch (OriginException own) {
            guest.failed(own);
          }
        }
      }
    }
    return noted(() -> origin.read(first.request()));
  }

  /** One statement, and so one place. */
  @Override
  public List<OriginRead> readAll(List<ReadRequest> requests) {
    return inTurn(requests.getFirst(), () -> origin.readAll(requests));
  }

  private <T> T inTurn(ReadRequest request, Supplier<T> read) {
    try (Ticket ticket = gate.ask(request.query())) {
      await(request, ticket);
      return noted(read);
    }
  }

  private void await(ReadRequest request, Ticket ticket) {
    long asked = System.nanoTime();
    Optional<Shed> shed = ticket.await();
    if (shed.isPresent()) {
      metrics.shed(request.query().catalogName(), shed.get());
      throw OriginException.overloaded(message(request, shed.get()));
    }
    metrics.waited(System.nanoTime() - asked);
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
            limits.patience().toMillis());
  }

  @Override
  public boolean hasRoom() {
    return gate.hasRoom();
  }
}
