package io.plimsoll.api.origin;

import io.plimsoll.api.read.ShapesInForce;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.QueryDef;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the check of the catalog against the schema current: once Postgres is there, and again when
 * a read has met a newer schema; and registers its shapes. Thread-safe. A catalog that does not fit
 * at the start is the operator's to mend; one that a later DDL breaks is logged and its queries are
 * no longer stored.
 */
public final class CatalogWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CatalogWatch.class);
  private static final Duration PERIOD = Duration.ofMillis(100);

  private final Catalog catalog;
  private final String publication;
  private final DataSource reader;
  private final Optional<? extends DataSource> writer;
  private final SchemaVersion schema;
  private final ShapesInForce shapes;
  private final Consumer<List<String>> unfit;
  private volatile Optional<CatalogCheck.Result> last = Optional.empty();
  private volatile String waitingFor = "the first check of the catalog";
  private volatile boolean closed;
  private String unregistered = "";

  /**
   * Takes its parts; closes none of them.
   *
   * @param unfit told the problems when the first check finds any
   */
  public CatalogWatch(
      Catalog catalog,
      String publication,
      DataSource reader,
      Optional<? extends DataSource> writer,
      SchemaVersion schema,
      ShapesInForce shapes,
      Consumer<List<String>> unfit) {
    this.catalog = catalog;
    this.publication = publication;
    this.reader = reader;
    this.writer = writer;
    this.schema = schema;
    this.shapes = shapes;
    this.unfit = unfit;
  }

  /** Begins to watch, on a virtual thread. */
  public void start() {
    Thread.ofVirtual().name("catalog-watch").start(this::watch);
  }

  /** Whether a query may be stored; false as long as nothing is known. */
  public boolean cacheable(QueryDef query) {
    return last.map(r -> !r.uncacheable().containsKey(query.name())).orElse(false);
  }

  /** Why the catalog is not checked yet; empty when it is. */
  public Optional<String> notReady() {
    return last.isPresent() ? Optional.empty() : Optional.of("waiting for " + waitingFor);
  }

  @Override
  public void close() {
    closed = true;
  }

  private void watch() {
    while (!closed) {
      if (schema.outdated()) {
        checkOnce();
      } else if (shapes.due()) {
        registerAgain();
      }
      try {
        Thread.sleep(PERIOD);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void checkOnce() {
    try (Connection reading = reader.getConnection()) {
      if (writer.isPresent()) {
        try (Connection writing = writer.get().getConnection()) {
          finish(CatalogCheck.run(catalog, publication, reading, Optional.of(writing)), reading);
        }
      } else {
        finish(CatalogCheck.run(catalog, publication, reading, Optional.empty()), reading);
      }
    } catch (SQLException e) {
      waitingFor = "Postgres: " + e.getMessage();
      log.debug("code=catalog-check-waiting trying again", e);
    }
  }

  private void registerAgain() {
    try (Connection reading = reader.getConnection()) {
      register(reading);
    } catch (SQLException e) {
      log.debug("code=shapes-waiting trying again", e);
    }
  }

  /** Without it the service answers all the same, and stores nothing. */
  private void register(Connection reading) {
    try {
      ShapeRegistry.agree(reading, shapes);
      unregistered = "";
    } catch (SQLException e) {
      String reason = String.valueOf(e.getMessage());
      if (!reason.equals(unregistered)) {
        log.warn(
            "code=shapes-unregistered nothing is stored until it succeeds; run the setup of infra/postgres again if it is older: {}",
            reason);
      }
      unregistered = reason;
    }
  }

  private void finish(CatalogCheck.Result result, Connection reading) {
    if (last.isEmpty() && !result.problems().isEmpty()) {
      closed = true;
      unfit.accept(result.problems());
      return;
    }
    result.problems().forEach(problem -> log.error("code=catalog-broken {}", problem));
    Map<String, String> known = last.map(CatalogCheck.Result::uncacheable).orElse(Map.of());
    result
        .uncacheable()
        .forEach((query, reason) -> {
          if (!reason.equals(known.get(query))) {
            log.warn("code=uncacheable query={} is served but never stored: {}", query, reason);
          }
        });
    register(reading);
    last = Optional.of(result);
    schema.checked(result.schemaVersion());
  }
}
