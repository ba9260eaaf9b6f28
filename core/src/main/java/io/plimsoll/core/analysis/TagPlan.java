package io.plimsoll.core.analysis;

import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.freshness.TagShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the tags of a query's answers are made from a request's values, and from values that are read
 * with the answer. Immutable. The same values give the same tags in the same order.
 *
 * @param relations {@code schema.name} of every table, view and materialized view that is read:
 *     each answer has their whole-table tags
 * @param rows which rows of a table matter, for each place where it is read
 * @param captures what has to be read with the answer
 */
public record TagPlan(SortedSet<String> relations, List<Rows> rows, List<Capture> captures) {
  /** Most values of one capture, and most keyed tags of one place; beyond, any row matters. */
  public static final int MAX_VALUES = 200;

  public static final TagPlan NOTHING = new TagPlan(new TreeSet<>(), List.of(), List.of());

  public TagPlan {
    relations = Collections.unmodifiableSortedSet(new TreeSet<>(relations));
    rows = List.copyOf(rows);
    captures = List.copyOf(captures);
  }

  /**
   * One place where a table is read.
   *
   * @param choices the first whose values are all there holds; without one any row matters
   * @param why in words: why these, or why any row
   */
  public record Rows(String table, List<Keys> choices, String why) {
    public Rows {
      choices = List.copyOf(choices);
    }
  }

  /** Only rows whose columns have these values matter: each combination of them is a tag. */
  public record Keys(SortedMap<String, ValueSource> columns) {
    public Keys {
      columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
    }

    TagShape shape(String table) {
      return new TagShape(table, List.copyOf(columns.keySet()));
    }

    boolean captures() {
      return columns.values().stream().anyMatch(Keys::captures);
    }

    private static boolean captures(ValueSource source) {
      return switch (source) {
        case ValueSource.Constants constants -> false;
        case ValueSource.Parameter parameter -> false;
        case ValueSource.Captured captured -> true;
        case ValueSource.AnyOf any -> any.sources().stream().anyMatch(Keys::captures);
      };
    }
  }

  /**
   * A select of one column, text, of at most {@link #MAX_VALUES} rows and one more; nulls do not
   * matter.
   *
   * @param sql with a {@code ?} for each of the names, cast to its type
   * @param names parameters, in order, with repetitions
   */
  public record Capture(String sql, List<String> names) {
    public Capture {
      names = List.copyOf(names);
    }
  }

  /** What the capture must hash out of every change. */
  public Set<TagShape> shapes() {
    Set<TagShape> shapes = new TreeSet<>();
    rows.forEach(r -> r.choices().forEach(keys -> shapes.add(keys.shape(r.table()))));
    return shapes;
  }

  /**
   * The tags that follow from the request.
   *
   * @param values canonical text of each parameter's value, or of each element; absent is null
   */
  public List<Tag> tags(Map<String, List<String>> values) {
    Set<Tag> tags = new LinkedHashSet<>();
    relations.forEach(relation -> tags.add(new Tag.WholeTable(relation)));
    for (Rows place : rows) {
      if (!waits(place, values)) {
        add(place, values, List.of(), tags);
      }
    }
    return List.copyOf(tags);
  }

  /**
   * The tags that follow from what was read with the answer, besides {@link #tags}.
   *
   * @param captured the values of each capture; empty when there were more than {@link #MAX_VALUES}
   */
  public List<Tag> captured(
      Map<String, List<String>> values, List<Optional<List<String>>> captured) {
    Set<Tag> tags = new LinkedHashSet<>();
    for (Rows place : rows) {
      if (waits(place, values)) {
        add(place, values, captured, tags);
      }
    }
    return List.copyOf(tags);
  }

  /** Whether a place's tags are known only with the answer. */
  private static boolean waits(Rows place, Map<String, List<String>> values) {
    for (Keys keys : place.choices()) {
      if (given(keys, values)) {
        return keys.captures();
      }
    }
    return false;
  }

  private static boolean given(Keys keys, Map<String, List<String>> values) {
    return keys.columns().values().stream().allMatch(source -> given(source, values));
  }

  private static boolean given(ValueSource source, Map<String, List<String>> values) {
    return switch (source) {
      case ValueSource.Constants constants -> true;
      case ValueSource.Captured captured -> true;
      case ValueSource.Parameter parameter -> values.containsKey(parameter.name());
      case ValueSource.AnyOf any -> any.sources().stream().allMatch(s -> given(s, values));
    };
  }

  private static void add(
      Rows place,
      Map<String, List<String>> values,
      List<Optional<List<String>>> captured,
      Set<Tag> into) {
    for (Keys keys : place.choices()) {
      Optional<List<Tag>> tags =
          given(keys, values) ? keyed(place.table(), keys, values, captured) : Optional.empty();
      if (tags.isPresent()) {
        into.add(new Tag.UnknownKey(place.table(), List.copyOf(keys.columns().keySet())));
        into.addAll(tags.get());
        return;
      }
    }
    into.add(new Tag.AnyRow(place.table()));
  }

  /** A tag for each combination; empty when there are too many. */
  private static Optional<List<Tag>> keyed(
      String table,
      Keys keys,
      Map<String, List<String>> values,
      List<Optional<List<String>>> captured) {
    List<SortedMap<String, String>> combinations = List.of(new TreeMap<>());
    for (Map.Entry<String, ValueSource> column : keys.columns().entrySet()) {
      Optional<Set<String>> texts = texts(column.getValue(), values, captured);
      if (texts.isEmpty() || texts.get().size() * combinations.size() > MAX_VALUES) {
        return Optional.empty();
      }
      List<SortedMap<String, String>> more = new ArrayList<>();
      for (SortedMap<String, String> combination : combinations) {
        for (String text : texts.get()) {
          SortedMap<String, String> one = new TreeMap<>(combination);
          one.put(column.getKey(), text);
          more.add(one);
        }
      }
      combinations = more;
    }
    return Optional.of(
        combinations.stream().<Tag>map(columns -> new Tag.Keyed(table, columns)).toList());
  }

  private static Optional<Set<String>> texts(
      ValueSource source, Map<String, List<String>> values, List<Optional<List<String>>> captured) {
    return switch (source) {
      case ValueSource.Constants constants -> Optional.of(new LinkedHashSet<>(constants.values()));
      case ValueSource.Parameter parameter ->
          Optional.ofNullable(values.get(parameter.name())).map(LinkedHashSet::new);
      case ValueSource.Captured from -> captured.get(from.capture()).map(LinkedHashSet::new);
      case ValueSource.AnyOf any -> {
        Set<String> all = new LinkedHashSet<>();
        for (ValueSource one : any.sources()) {
          Optional<Set<String>> texts = texts(one, values, captured);
          if (texts.isEmpty()) {
            yield Optional.empty();
          }
          all.addAll(texts.get());
        }
        yield Optional.of(all);
      }
    };
  }
}
