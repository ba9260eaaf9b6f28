package io.plimsoll.api.admin;

import io.plimsoll.api.origin.LiveCatalog;
import io.plimsoll.api.read.CachePolicy;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.service.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The kill switch of this instance's cache. Thread-safe. */
final class Switch {
  private final CachePolicy policy;
  private final LiveCatalog live;

  Switch(CachePolicy policy, LiveCatalog live) {
    this.policy = policy;
    this.live = live;
  }

  /** Takes {@code "cache": "on"} or {@code "off"}, and the {@code query} if it is not all. */
  Reply turn(AdminCall call) throws IOException {
    JsonObject asked = call.json();
    String wanted = asked.getString("cache", "");
    if (!wanted.equals("on") && !wanted.equals("off")) {
      throw AdminProblem.invalid("cache: must be on or off");
    }
    boolean on = wanted.equals("on");
    SortedSet<String> queries =
        live.now().queries().stream()
            .map(QueryDef::name)
            .collect(Collectors.toCollection(TreeSet::new));
    String query = asked.getString("query");
    if (query == null) {
      policy.switchAll(on);
    } else if (queries.contains(query)) {
      policy.switchQuery(query, on);
    } else {
      throw AdminProblem.invalid("query: must be one of %s, was \"%s\"".formatted(queries, query));
    }
    return state();
  }

  /** What is off. */
  Reply state() {
    CachePolicy.Off off = policy.off();
    return Reply.json(
        new JsonObject()
            .put("cache", off.all() ? "off" : "on")
            .put("queries-off", new JsonArray(new TreeSet<>(off.queries()).stream().toList()))
            .encode());
  }
}
