package io.plimsoll.core.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Decides which rows of each place matter: those that parameters and constants pin, then those that
 * columns of pinned places lead to, whose values are read with the answer.
 *
 * <p>Proof: let place s be pinned, so that leaving out its other rows leaves the answer as it is.
 * With those left out, {@code r.c = s.d} holds only for values of d in the rows that are left. So
 * r's rows with other values do not matter either. The values are read in the snapshot of the
 * answer; before they change, a row of s that matters changes, which ends the entry by the tag of
 * s.
 */
final class Anchors {
  private static final SortedMap<String, ValueSource> NONE = Collections.emptySortedMap();

  private final Captures captures;
  private final List<Place> places;
  private final Map<Place, SortedMap<String, ValueSource>> anchored = new HashMap<>();

  Anchors(List<Place> places, Captures captures) {
    this.places = places;
    this.captures = captures;
  }

  List<TagPlan.Rows> rows() {
    boolean more = true;
    while (more) {
      more = false;
      for (Place place : places) {
        more |= pin(place);
      }
    }
    more = true;
    while (more) {
      more = false;
      for (Place place : places) {
        more |= !anchored.containsKey(place) && follow(place);
      }
    }
    return places.stream().map(this::rows).toList();
  }

  /**
   * Pins a place by values of the request, also those that pin a column of another place which it
   * equals: to leave rows out for one reason after the other is allowed in any order, as the
   * reasons do not depend on rows.
   *
   * @return whether it is pinned by more than before
   */
  private boolean pin(Place place) {
    SortedMap<String, ValueSource> given = given(place, this::known);
    given.putAll(anchored.getOrDefault(place, NONE));
    return isNarrow(place, given) && !given.equals(anchored.put(place, given));
  }

  private Optional<ValueSource> known(Operand operand) {
    return operand instanceof Operand.ColumnOf(Place place, String column)
        ? Optional.ofNullable(anchored.getOrDefault(place, NONE).get(column))
        : fromRequest(operand);
  }

  /** A constant alone pins too much to follow other rows from. */
  private static boolean isNarrow(Place place, SortedMap<String, ValueSource> given) {
    return given.values().stream().anyMatch(Anchors::hasParameter)
        || place.relation().isPinnedBy(given.keySet());
  }

  private static boolean hasParameter(ValueSource source) {
    return switch (source) {
      case ValueSource.Constants constants -> false;
      case ValueSource.Parameter parameter -> true;
      case ValueSource.Captured captured -> true;
      case ValueSource.AnyOf any -> any.sources().stream().anyMatch(Anchors::hasParameter);
    };
  }

  /** Whether the place can be pinned by what has been pinned so far. */
  private boolean follow(Place place) {
    SortedMap<String, ValueSource> followed = given(place, this::source);
    if (!isNarrow(place, followed)) {
      return false;
    }
    anchored.put(place, followed);
    return true;
  }

  /** The sources of a place's columns that do not hang on whether a parameter is given. */
  private static SortedMap<String, ValueSource> given(
      Place place, java.util.function.Function<Operand, Optional<ValueSource>> sources) {
    SortedMap<String, ValueSource> given = new TreeMap<>();
    for (Place.Pin pin : place.pins()) {
      if (!pin.optional() && !given.containsKey(pin.column().name())) {
        sources.apply(pin.operand()).ifPresent(s -> given.put(pin.column().name(), s));
      }
    }
    return given;
  }

  private Optional<ValueSource> fromRequest(Operand operand) {
    return switch (operand) {
      case Operand.Constants c -> Optional.of(new ValueSource.Constants(c.values()));
      case Operand.Parameter p -> Optional.of(new ValueSource.Parameter(p.name()));
      case Operand.ColumnOf column -> Optional.empty();
      case Operand.AnyOf any -> all(any, this::fromRequest);
    };
  }

  private Optional<ValueSource> source(Operand operand) {
    return switch (operand) {
      case Operand.ColumnOf(Place place, String column) -> fromPlace(place, column);
      case Operand.AnyOf any -> all(any, this::source);
      case Operand.Constants c -> fromRequest(c);
      case Operand.Parameter p -> fromRequest(p);
    };
  }

  private Optional<ValueSource> fromPlace(Place place, String column) {
    SortedMap<String, ValueSource> from = anchored.get(place);
    if (from == null) {
      return Optional.empty();
    }
    ValueSource same = from.get(column);
    return same != null ? Optional.of(same) : captures.of(place, from, column);
  }

  private static Optional<ValueSource> all(
      Operand.AnyOf any, java.util.function.Function<Operand, Optional<ValueSource>> sources) {
    List<ValueSource> all = new ArrayList<>();
    for (Operand operand : any.operands()) {
      Optional<ValueSource> source = sources.apply(operand);
      if (source.isEmpty()) {
        return Optional.empty();
      }
      all.add(source.get());
    }
    return Optional.of(new ValueSource.AnyOf(all));
  }

  private TagPlan.Rows rows(Place place) {
    Relation relation = place.relation();
    Set<TagPlan.Keys> choices = new LinkedHashSet<>();
    SortedMap<String, ValueSource> first = anchored.get(place);
    if (first != null) {
      choices.add(new TagPlan.Keys(useful(relation, first)));
    }
    for (Place.Pin pin : place.pins()) {
      if (pin.optional()) {
        fromRequest(pin.operand())
            .ifPresent(
                s -> choices.add(new TagPlan.Keys(new TreeMap<>(Map.of(pin.column().name(), s)))));
      }
    }
    SortedMap<String, ValueSource> constants = given(place, this::fromRequest);
    constants.values().removeIf(Anchors::hasParameter);
    if (!constants.isEmpty()) {
      choices.add(new TagPlan.Keys(useful(relation, constants)));
    }
    return new TagPlan.Rows(relation.name(), List.copyOf(choices), why(place, choices));
  }

  /**
   * Which of the columns a tag is made of. All make the finest tag. But where old values are known
   * of the key only, a tag with other columns ends with every change of unknown old values: so the
   * key's columns alone, where there are some.
   */
  private static SortedMap<String, ValueSource> useful(
      Relation relation, SortedMap<String, ValueSource> columns) {
    Predicate<String> inKey = relation.key()::contains;
    if (relation.full() || columns.keySet().stream().noneMatch(inKey)) {
      return columns;
    }
    SortedMap<String, ValueSource> kept = new TreeMap<>(columns);
    kept.keySet().removeIf(inKey.negate());
    return kept;
  }

  private String why(Place place, Set<TagPlan.Keys> choices) {
    if (choices.isEmpty()) {
      return place.rejected().orElseGet(() -> whyNone(place));
    }
    return choices.stream()
        .map(keys ->
            keys.columns().entrySet().stream()
                .map(c -> place.alias() + "." + c.getKey() + " = " + c.getValue())
                .collect(Collectors.joining(" and ")))
        .collect(Collectors.joining("; else "));
  }

  private String whyNone(Place place) {
    for (Place.Pin pin : place.pins()) {
      if (pin.operand() instanceof Operand.ColumnOf(Place other, String column)) {
        return "%s.%s = %s.%s, and %s"
            .formatted(
                place.alias(), pin.column().name(), other.alias(), column, whyNone(other, column));
      }
    }
    return "no condition ties " + place.alias() + " to a value of the request";
  }

  /** Why the values of a place's column lead nowhere. */
  private String whyNone(Place other, String column) {
    SortedMap<String, ValueSource> pins = anchored.get(other);
    if (pins != null) {
      return captures.obstacle(other, pins, column);
    }
    return given(other, this::fromRequest).isEmpty()
        ? "any row of " + other.alias() + " may matter"
        : "too many rows of " + other.alias() + " matter to read them with each answer";
  }
}
