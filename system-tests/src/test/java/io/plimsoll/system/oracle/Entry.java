package io.plimsoll.system.oracle;

import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.Parsed;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.freshness.TagHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A query with the values of a request: what a cache has an entry of. */
final class Entry {
  // As JsonSql has them.
  private static final String ONE = "(select row_to_json(q)::text from (\n%s) q)";
  private static final String MANY =
      "(select '[' || coalesce(string_agg(row_to_json(q)::text, ','), '') || ']' from (\n%s) q)";

  private final QueryDef query;
  private final TagPlan plan;
  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, List<String>> canonical = new TreeMap<>();

  private Optional<String> failure = Optional.empty();

  /** What a read gives: the JSON, and the values of each capture. */
  record Answer(String json, List<List<String>> captured) {}

  Entry(QueryDef query, TagPlan plan, Map<String, Optional<List<String>>> texts) {
    this.query = query;
    this.plan = plan;
    for (Param param : query.params()) {
      texts.getOrDefault(param.name(), Optional.empty()).ifPresent(text -> take(param, text));
    }
  }

  private void take(Param param, List<String> text) {
    switch (param.type().array() ? param.parse(text) : param.parse(text.getFirst())) {
      case Parsed.Valid valid -> {
        values.put(param.name(), valid.value());
        canonical.put(param.name(), List.of(valid.canonical()));
      }
      case Parsed.Elements array -> {
        values.put(param.name(), array);
        canonical.put(param.name(), array.canonical());
      }
      case Parsed.Invalid bad -> throw new IllegalArgumentException(bad.message());
    }
  }

  QueryDef query() {
    return query;
  }

  /** The same without what is read with its answer. */
  Entry bare() {
    Entry bare = new Entry(query, new TagPlan(plan.relations(), plan.rows(), List.of()), Map.of());
    bare.values.putAll(values);
    return bare;
  }

  /** The same with nothing but the tags of whole tables. */
  Entry byTable() {
    List<TagPlan.Rows> rows =
        plan.rows().stream()
            .map(r -> new TagPlan.Rows(r.table(), List.of(), "table tags only"))
            .toList();
    Entry all = new Entry(query, new TagPlan(plan.relations(), rows, List.of()), Map.of());
    all.values.putAll(values);
    all.canonical.putAll(canonical);
    return all;
  }

  void failed(String message) {
    failure = Optional.of(message);
  }

  /** Why Postgres could not read it. */
  Optional<String> failure() {
    return failure;
  }

  TagPlan plan() {
    return plan;
  }

  /** Expressions: the answer as the origin asks for it, then an array for each capture. */
  List<String> expressions() {
    List<String> all = new ArrayList<>();
    all.add((query.one() ? ONE : MANY).formatted(query.sql().jdbc()));
    plan.captures().forEach(c -> all.add("array(" + c.sql() + ")"));
    return all;
  }

  /** What the expressions' placeholders stand for; {@link Parsed.Elements} for an array. */
  List<@Nullable Object> bound() {
    List<@Nullable Object> all = new ArrayList<>();
    query.sql().names().forEach(name -> all.add(values.get(name)));
    plan.captures().forEach(c -> c.names().forEach(name -> all.add(values.get(name))));
    return all;
  }

  /** Names of the tags of an answer. */
  Set<String> tags(Answer answer, TagHash hash) {
    List<Tag> tags = new ArrayList<>(plan.tags(canonical));
    List<Optional<List<String>>> captured =
        answer.captured().stream()
            .map(all ->
                all.size() > TagPlan.MAX_VALUES ? Optional.<List<String>>empty() : Optional.of(all))
            .toList();
    tags.addAll(plan.captured(canonical, captured));
    Set<String> names = new LinkedHashSet<>();
    tags.forEach(tag -> names.add(hash.of(tag)));
    return names;
  }

  /** The same, for people. */
  String shownTags(Answer answer) {
    List<Tag> tags = new ArrayList<>(plan.tags(canonical));
    tags.addAll(plan.captured(canonical, answer.captured().stream().map(Optional::of).toList()));
    return tags.toString();
  }

  @Override
  public String toString() {
    return query.sql().source() + "\n  with " + canonical + (query.one() ? " one" : "");
  }
}
