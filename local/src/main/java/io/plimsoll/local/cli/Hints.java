package io.plimsoll.local.cli;

import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.KeyedTag;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.PathTemplate;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.catalog.WriteDef;
import io.plimsoll.local.stack.Endpoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a newcomer can try on a running stack, made from the catalog. */
final class Hints {
  private static final Set<String> NUMBERS = Set.of("smallint", "int", "bigint", "numeric");

  private final Catalog catalog;
  private final Endpoints at;

  Hints(Catalog catalog, Endpoints at) {
    this.catalog = catalog;
    this.at = at;
  }

  /** Commands with a comment line before each. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    Optional<QueryDef> query =
        catalog.queries().stream()
            .filter(Hints::isEasy)
            .findFirst()
            .or(() -> catalog.queries().stream().filter(Hints::needsNothing).findFirst());
    if (query.isEmpty()) {
      return lines;
    }
    lines.add("# twice: a miss, then a hit (see Cache-Status and Plimsoll-Freshness)");
    lines.add("curl -i " + url(query.get().path()));
    Optional<WriteDef> write =
        catalog.writes().stream().filter(some -> changes(some, query.get())).findFirst();
    write.ifPresent(found -> {
      lines.add("# change it through the API, and look again");
      lines.add(
          "curl -X %s -H 'Content-Type: application/json' -d '{\"%s\":\"Changed by the API\"}' %s"
              .formatted(found.method(), textParam(found).orElseThrow(), url(found.path())));
    });
    sql(query.get(), write.flatMap(Hints::textParam))
        .ifPresent(update -> {
          lines.add("# change it from outside, and look again");
          lines.add(
              "PGPASSWORD=%s psql '%s' -c \"%s\""
                  .formatted(at.postgres().password(), at.postgres().withoutPassword(), update));
          lines.add("# the same without psql");
          lines.add(
              "./plimsoll sql %s\"%s\""
                  .formatted(at.port() == 8080 ? "" : "--port " + at.port() + " ", update));
        });
    return lines;
  }

  /** Whether every path parameter is a number, so that 1 may be one. */
  private static boolean isEasy(QueryDef query) {
    return query.one()
        && query.params().stream()
            .filter(Param::required)
            .allMatch(
                param -> param.in() == Param.In.PATH && NUMBERS.contains(param.type().sqlName()));
  }

  private static boolean needsNothing(QueryDef query) {
    return query.params().stream().noneMatch(Param::required);
  }

  private static boolean changes(WriteDef write, QueryDef query) {
    return (write.method() == WriteDef.Method.PATCH || write.method() == WriteDef.Method.PUT)
        && write.path().shape().equals(query.path().shape())
        && textParam(write).isPresent();
  }

  private static Optional<String> textParam(WriteDef write) {
    return write.params().stream()
        .filter(param -> param.in() == Param.In.BODY && param.type().sqlName().equals("text"))
        .map(Param::name)
        .findFirst();
  }

  /**
   * Sets the column the write would set, or a key to itself, which is a change for the log as well.
   */
  private static Optional<String> sql(QueryDef query, Optional<String> column) {
    return query.keyed().stream().findFirst().map(tag -> update(tag, column));
  }

  private static String update(KeyedTag tag, Optional<String> column) {
    String key = tag.columns().firstKey();
    String change = column.map(name -> name + " = 'Changed with SQL'").orElse(key + " = " + key);
    String where =
        tag.columns().keySet().stream()
            .map(name -> name + " = 1")
            .collect(Collectors.joining(" and "));
    String table =
        tag.table().toLowerCase(Locale.ROOT).startsWith("public.")
            ? tag.table().substring(7)
            : tag.table();
    return "update %s set %s where %s".formatted(table, change, where);
  }

  private String url(PathTemplate path) {
    return at.api() + path.toString().replaceAll("\\{[^}]+}", "1");
  }
}
