package io.plimsoll.api.origin;

import io.plimsoll.api.read.ShapesInForce;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.PageDef;
import io.plimsoll.core.catalog.QueryDef;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
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

  /**
   * What is known, all of it at once.
   *
   * @param standings by query and version: a request of a catalog that another one has just
   *     replaced must not get the other's tags
   */
  private record Known(String schemaVersion, Map<String, Standing> standings) {
    static final Known NOTHING = new Known("", Map.of());

    Standing of(QueryDef query) {
      return standings.getOrDefault(key(query), Standing.UNKNOWN);
    }

    static String key(QueryDef query) {
      return query.name() + "@" + query.version();
    }
  }

  private volatile Catalog catalog;
  private final String publication;
  private final DataSource reader;
  private final Optional<? extends DataSource> writer;
  private final SchemaVersion schema;
  private final ShapesInForce shapes;
  private final Consumer<List<String>> unfit;
  private volatile Known known = Known.NOTHING;
  private volatile boolean checked;
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

  /** How a query stands, as known at the moment. */
  public Planned planned(QueryDef query) {
    Known now = known;
    return checked ? new Planned(now.schemaVersion(), now.of(query)) : Planned.UNKNOWN;
  }

  /** Why the catalog is not checked yet; empty when it is. */
  public Optional<String> notReady() {
    return checked ? Optional.empty() : Optional.of("waiting for " + waitingFor);
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

  private synchronized void checkOnce() {
    try (Connection reading = reader.getConnection()) {
      finish(check(catalog, reading), reading);
    } catch (SQLException e) {
      waitingFor = "Postgres: " + e.getMessage();
      log.debug("code=catalog-check-waiting trying again", e);
    }
  }

  private CatalogCheck.Result check(Catalog of, Connection reading) throws SQLException {
    if (writer.isEmpty()) {
      return CatalogCheck.run(of, publication, reading, Optional.empty());
    }
    try (Connection writing = writer.get().getConnection()) {
      return CatalogCheck.run(of, publication, reading, Optional.of(writing));
    }
  }

  /**
   * Checks another catalog as at the start, and watches it from then on if nothing is wrong. What
   * is known of the one before stays known until the next check, for its requests under way.
   *
   * @return what is wrong, a line each; nothing has changed then
   * @throws SQLException when the database is away: nothing has changed
   */
  public synchronized List<String> replace(Catalog next) throws SQLException {
    try (Connection reading = reader.getConnection()) {
      CatalogCheck.Result result = check(next, reading);
      if (!result.problems().isEmpty()) {
        return result.problems();
      }
      Map<String, Standing> both = new HashMap<>();
      if (known.schemaVersion().equals(result.schemaVersion())) {
        both.putAll(known.standings());
      }
      catalog = next;
      take(result, both, reading);
      return List.of();
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

  /** What is new of a query. */
  private void tell(String query, Standing now, Standing before) {
    if (!now.obstacle().equals(before.obstacle())) {
      now.obstacle()
          .ifPresent(reason ->
              log.warn("code=uncacheable query={} is served but never stored: {}", query, reason));
    }
    if (!now.unproven().equals(before.unproven())) {
      now.unproven().forEach(line -> log.warn("code=tags-unproven query={} {}", query, line));
    }
  }

  private void finish(CatalogCheck.Result result, Connection reading) {
    if (!checked && !result.problems().isEmpty()) {
      closed = true;
      unfit.accept(result.problems());
      return;
    }
    result.problems().forEach(problem -> log.error("code=catalog-broken {}", problem));
    take(result, new HashMap<>(), reading);
  }

  private void take(
      CatalogCheck.Result result, Map<String, Standing> standings, Connection reading) {
    for (QueryDef query : catalog.queries()) {
      Standing now = result.standing(query.name());
      tell(query.name(), now, known.of(query));
      standings.put(Known.key(query), now);
    }
    for (PageDef page : catalog.pages().stream().flatMap(list -> list.orders().stream()).toList()) {
      standings.put(Known.key(page.first()), result.standing(page.first().name()));
      PageTypes.next(page, result.standing(page.first().name()).columns())
          .ifPresent(next -> standings.put(Known.key(next), result.standing(next.name())));
    }
    shapes.want(result.shapes());
    register(reading);
    known = new Known(result.schemaVersion(), Map.copyOf(standings));
    checked = true;
    schema.checked(result.schemaVersion());
  }
}
