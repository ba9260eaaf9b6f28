package io.plimsoll.api.audit;

import io.plimsoll.api.read.OriginRead;
import io.plimsoll.core.service.AdminServer;
import io.plimsoll.core.service.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest violations with all that is needed to look into one, and no value of a row: an error
 * in the log, and {@code GET /audit} on the admin port. Thread-safe.
 */
public final class AuditTrail implements AdminServer.Route {
  private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);
  private static final int KEPT = 100;

  private final InstantSource clock;
  private final Deque<JsonObject> violations = new ArrayDeque<>();

  public AuditTrail(InstantSource clock) {
    this.clock = clock;
  }

  void violation(Sample sample, OriginRead now) {
    Instant at = clock.instant();
    String query = sample.request().query().name();
    log.error(
        "code=audit-violation query={} key={} tier={} as-of={} served-etag={} postgres-etag={} read-at={}"
            + " no change of its tags is known behind as-of: check the query's tags",
        query,
        sample.request().lookup().key(),
        sample.tier(),
        sample.asOf(),
        sample.etag(),
        now.content().etag(),
        now.position());
    JsonObject violation =
        new JsonObject()
            .put("at", at.toString())
            .put("query", query)
            .put("key", sample.request().lookup().key().value())
            .put("tags", new JsonArray(List.copyOf(sample.tags())))
            .put("tier", sample.tier())
            .put("asOf", sample.asOf().toString())
            .put("served", new JsonObject().put("found", sample.found()).put("etag", sample.etag()))
            .put(
                "postgres",
                new JsonObject()
                    .put("found", now.content().found())
                    .put("etag", now.content().etag())
                    .put("readAt", now.position().toString())
                    .put("stamp", now.stamp().text())
                    .put("incarnation", now.incarnation().value()));
    synchronized (violations) {
      violations.addLast(violation);
      if (violations.size() > KEPT) {
        violations.removeFirst();
      }
    }
  }

  @Override
  public Reply get(Optional<String> query) {
    JsonArray all = new JsonArray();
    synchronized (violations) {
      violations.forEach(all::add);
    }
    return Reply.json(new JsonObject().put("violations", all).encode());
  }
}
