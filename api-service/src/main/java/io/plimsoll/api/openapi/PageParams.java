package io.plimsoll.api.openapi;

import io.plimsoll.core.catalog.Filter;
import io.plimsoll.core.catalog.PagedList;
import io.plimsoll.core.catalog.Paging;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a list in pages says of its parameters beyond their types. */
final class PageParams {
  private PageParams() {}

  static void describe(JsonArray parameters, PagedList list) {
    Map<String, String> descriptions = new HashMap<>();
    descriptions.put(Paging.CURSOR, "As the link rel=next has it; leave it out for the first page");
    descriptions.put(Paging.SORT, "The order, - is descending; the usual one when it is left out");
    list.filters().forEach(f -> descriptions.put(f.param().name(), description(f)));
    for (Object each : parameters) {
      if (each instanceof JsonObject one && descriptions.containsKey(one.getString("name", ""))) {
        String name = one.getString("name");
        one.put("description", descriptions.get(name));
        if (name.equals(Paging.SORT)) {
          List<String> sorts = new ArrayList<>(list.sorts().keySet());
          one.put(
              "schema", new JsonObject().put("type", "string").put("enum", new JsonArray(sorts)));
          one.put("example", sorts.getFirst());
        } else if (name.equals(Paging.CURSOR)) {
          one.remove("example"); // One that is made up is refused.
        }
      }
    }
  }

  private static String description(Filter filter) {
    String how =
        switch (filter.op()) {
          case EQ -> "is this";
          case GT -> "is greater than this";
          case GTE -> "is this or greater";
          case LT -> "is less than this";
          case LTE -> "is this or less";
          case IN -> "is one of these";
        };
    return "Only rows whose " + filter.column() + " " + how;
  }
}
