package io.plimsoll.api.admin;

import io.plimsoll.api.origin.LiveCatalog;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.CatalogException;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.service.ProblemJson;
import io.plimsoll.core.service.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the catalog's file again and puts it into force, all or nothing. Requests under way end by
 * the one they began with. Thread-safe; one at a time.
 */
final class Reload {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path file;
  private final LiveCatalog live;
  private final Check check;
  private final Function<Catalog, List<String>> unmet;
  private final Consumer<Catalog> announced;

  /** Checks a catalog against the database, and goes by it from then on if nothing is wrong. */
  @FunctionalInterface
  interface Check {
    /** What is wrong, a line each; nothing has changed then. */
    List<String> problems(Catalog next) throws SQLException;
  }

  /**
   * Takes its parts.
   *
   * @param unmet what a catalog asks for that this deployment does not have, a line each
   * @param announced told of a catalog before it comes into force
   */
  Reload(
      Path file,
      LiveCatalog live,
      Check check,
      Function<Catalog, List<String>> unmet,
      Consumer<Catalog> announced) {
    this.file = file;
    this.live = live;
    this.check = check;
    this.unmet = unmet;
    this.announced = announced;
  }

  synchronized Reply run() {
    Catalog next;
    try {
      next = CatalogParser.parse(file);
    } catch (CatalogException e) {
      return refused(e.problems().stream().map(Object::toString).toList());
    }
    List<String> missing = unmet.apply(next);
    if (!missing.isEmpty()) {
      return refused(missing);
    }
    Catalog before = live.now();
    try {
      List<String> problems = check.problems(next);
      if (!problems.isEmpty()) {
        return refused(problems);
      }
    } catch (SQLException e) {
      throw new AdminProblem(
          503,
          "origin-unavailable",
          "Postgres did not answer",
          "nothing has changed: " + e.getMessage());
    }
    announced.accept(next);
    await(next);
    return told(before, next);
  }

  private void await(Catalog next) {
    try {
      live.replace(next).toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("a listener does not go by the catalog yet", e);
    }
  }

  private static Reply refused(List<String> problems) {
    return ProblemJson.of(
        422,
        "catalog-invalid",
        "The catalog cannot be used",
        Map.of("detail", "nothing has changed", "problems", problems));
  }

  private static Reply told(Catalog before, Catalog next) {
    Map<String, QueryDef> old = byName(before);
    Map<String, QueryDef> now = byName(next);
    JsonArray added = new JsonArray();
    JsonArray changed = new JsonArray();
    now.forEach((name, query) -> {
      QueryDef was = old.get(name);
      if (was == null) {
        added.add(name);
      } else if (!was.equals(query)) {
        changed.add(name);
      }
    });
    old.keySet().removeAll(now.keySet());
    return Reply.json(
        new JsonObject()
            .put("queries", next.queries().size())
            .put("writes", next.writes().size())
            .put("added", added)
            .put("changed", changed)
            .put("removed", new JsonArray(List.copyOf(old.keySet())))
            .encode());
  }

  private static Map<String, QueryDef> byName(Catalog catalog) {
    return catalog.queries().stream()
        .collect(Collectors.toMap(QueryDef::name, q -> q, (a, b) -> b, TreeMap::new));
  }
}
