package io.plimsoll.system.staleness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The queries of {@code staleness/catalog.yaml}, and what each shows of a unit's state. */
enum Kind {
  BOX("/boxes/%d", 1_000),
  ITEMS("/boxes/%d/items", 1_000),
  ITEM("/items/%d", 1_000),
  BOXES("/boxes", 1_000),
  TOTALS("/totals", 2_000);

  private final String path;
  private final Duration bound;

  Kind(String path, long boundMillis) {
    this.path = path;
    this.bound = Duration.ofMillis(boundMillis);
  }

  String path(long id) {
    return path.formatted(id);
  }

  /** The catalog's max-staleness. */
  Duration bound() {
    return bound;
  }

  /** What an answer with this body says of each unit that it is about. */
  Map<Unit, Seen> read(long id, JsonNode body) {
    return switch (this) {
      case BOX -> Map.of(new Unit.Box(id), box(body));
      case ITEMS -> Map.of(new Unit.Box(id), items(versions(body)));
      case ITEM -> Map.of(new Unit.Item(id), item(number(body, "box"), number(body, "version")));
      case BOXES -> all(body, "id", row -> version(number(row, "version")));
      case TOTALS ->
          all(
              body,
              "box",
              row -> total(number(row, "items"), number(row, "oldest"), number(row, "newest")));
    };
  }

  /** What 404 says: the same as an answer without a row. */
  Map<Unit, Seen> nothing(long id) {
    return Map.of(this == ITEM ? new Unit.Item(id) : new Unit.Box(id), Seen.NOTHING);
  }

  /** What an answer says that was read in this state. */
  Seen show(State state) {
    return switch (state) {
      case State.OfItem item ->
          item.version() == 0 ? Seen.NOTHING : item(item.box(), item.version());
      case State.OfBox box -> show(box);
    };
  }

  private Seen show(State.OfBox box) {
    return switch (this) {
      case BOX -> box.version() == 0 ? Seen.NOTHING : box(box.version(), box.items());
      case ITEMS -> items(box.items());
      case BOXES -> box.version() == 0 ? Seen.NOTHING : version(box.version());
      case TOTALS -> box.items().isEmpty() ? Seen.NOTHING : total(box.items());
      case ITEM -> throw new IllegalArgumentException("an item is no box");
    };
  }

  private static Map<Unit, Seen> all(
      JsonNode rows, String key, java.util.function.Function<JsonNode, Seen> read) {
    Map<Unit, Seen> seen = new HashMap<>();
    Unit.allBoxes().forEach(box -> seen.put(box, Seen.NOTHING));
    rows.forEach(row -> seen.put(new Unit.Box(number(row, key)), read.apply(row)));
    return seen;
  }

  private static Seen box(JsonNode body) {
    SortedMap<Long, Long> items = new TreeMap<>();
    JsonNode ids = body.get("ids");
    for (int i = 0; i < ids.size(); i++) {
      items.put(ids.get(i).asLong(), body.get("versions").get(i).asLong());
    }
    return box(number(body, "version"), items);
  }

  private static Seen box(long version, SortedMap<Long, Long> items) {
    Seen inside = items(items);
    List<Long> values = new ArrayList<>(List.of(version));
    values.addAll(inside.values());
    HashSet<Long> versions = new HashSet<>(inside.versions());
    versions.add(version);
    return new Seen(values, versions);
  }

  private static SortedMap<Long, Long> versions(JsonNode rows) {
    SortedMap<Long, Long> items = new TreeMap<>();
    rows.forEach(row -> items.put(number(row, "id"), number(row, "version")));
    return items;
  }

  private static Seen items(SortedMap<Long, Long> items) {
    List<Long> values = new ArrayList<>();
    items.forEach((id, version) -> values.addAll(List.of(id, version)));
    return new Seen(values, new HashSet<>(items.values()));
  }

  private static Seen item(long box, long version) {
    return Seen.of(List.of(box, version), version);
  }

  private static Seen version(long version) {
    return Seen.of(List.of(version), version);
  }

  private static Seen total(SortedMap<Long, Long> items) {
    long oldest = items.values().stream().min(Long::compare).orElseThrow();
    long newest = items.values().stream().max(Long::compare).orElseThrow();
    return total(items.size(), oldest, newest);
  }

  private static Seen total(long items, long oldest, long newest) {
    return Seen.of(List.of(items, oldest, newest), oldest, newest);
  }

  private static long number(JsonNode row, String name) {
    return row.get(name).asLong();
  }
}
