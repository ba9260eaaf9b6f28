package io.plimsoll.core.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code params}. A parameter that is declared badly stays known by its name. */
final class ParamReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final List<String> KEYS = List.of("type", "default", "min", "max", "from");
  private static final String LIST = "one text, with commas between the elements";
  private static final String TENANT_RULE =
      "only \"tenant\" is taken from the API key, one value, and from nowhere else:"
          + " tenant: { type: text, from: key }";
  private static final Set<ParamType> WITHOUT_LIMITS = Set.of(ParamType.BOOLEAN, ParamType.UUID);

  private final List<String> pathVariables;
  private final Param.In others;

  /**
   * @param others where parameters come from that are not in the path
   */
  ParamReader(List<String> pathVariables, Param.In others) {
    this.pathVariables = pathVariables;
    this.others = others;
  }

  Map<String, Optional<Param>> read(YamlMap params) {
    Map<String, Optional<Param>> read = new LinkedHashMap<>();
    params
        .entries()
        .forEach((name, entry) -> {
          boolean named = NAME.matcher(name).matches();
          if (!named) {
            entry
                .key()
                .problem(
                    "a parameter's name must have lower-case letters, digits and _, at most 63");
          }
          Optional<Param> param = param(name, entry);
          read.put(name, named ? param : Optional.empty());
        });
    return read;
  }

  private Optional<Param> param(String name, YamlMap.Entry entry) {
    if (entry.value().isScalar()) {
      if (name.equals(Param.TENANT)) {
        entry.value().problem(TENANT_RULE);
        return Optional.empty();
      }
      return type(entry.value()).map(type -> build(name, type, Optional.empty(), Optional.empty()));
    }
    return entry
        .value()
        .map("a type, or a mapping with \"type\"")
        .flatMap(map -> detailed(name, entry.key(), map));
  }

  private Optional<Param> detailed(String name, YamlValue owner, YamlMap map) {
    map.allow(KEYS);
    Optional<ValueType> type = map.require("type", owner).flatMap(ParamReader::type);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    int before = owner.problems().count();
    Optional<YamlValue> from = map.get("from");
    if (from.isPresent() || name.equals(Param.TENANT)) {
      return fromKey(name, owner, map, from, type.get());
    }
    Param bare = build(name, type.get(), Optional.empty(), Optional.empty());
    Optional<String> min = limit(map, "min", bare);
    Optional<String> max = limit(map, "max", bare);
    Param limited = build(name, type.get(), min, max);
    checkOrder(map, limited);
    if (owner.problems().count() > before) {
      return Optional.empty();
    }
    return map.get("default").map(value -> optional(limited, value)).orElse(Optional.of(limited));
  }

  /** The tenant: whoever could state it in the request would see another's rows. */
  private Optional<Param> fromKey(
      String name, YamlValue owner, YamlMap map, Optional<YamlValue> from, ValueType type) {
    int before = owner.problems().count();
    boolean key = from.flatMap(value -> value.text("key")).filter("key"::equals).isPresent();
    if (!key || !name.equals(Param.TENANT) || type.array() || pathVariables.contains(name)) {
      from.orElse(owner).problem(TENANT_RULE);
    }
    for (String other : List.of("default", "min", "max")) {
      map.get(other).ifPresent(value -> value.problem("the tenant has none: the key has it"));
    }
    Optional<String> none = Optional.empty();
    return owner.problems().count() > before
        ? Optional.empty()
        : Optional.of(new Param(name, type, Param.In.KEY, true, none, none, none));
  }

  private Param build(String name, ValueType type, Optional<String> min, Optional<String> max) {
    Param.In in = pathVariables.contains(name) ? Param.In.PATH : others;
    return new Param(name, type, in, true, Optional.empty(), min, max);
  }

  private static Optional<ValueType> type(YamlValue value) {
    String expected = "a type (" + ParamType.names() + ", or an array such as bigint[])";
    Optional<String> text = value.text(expected);
    Optional<ValueType> type = text.flatMap(ValueType::named);
    if (text.isPresent() && type.isEmpty()) {
      value.problem("must be " + expected + ", was " + value.shown());
    }
    return type;
  }

  private static Optional<Param> optional(Param bare, YamlValue value) {
    if (bare.in() == Param.In.PATH) {
      value.problem("a parameter in the path is always given, so it cannot have a default");
      return Optional.empty();
    }
    if (value.isNull()) {
      return Optional.of(withDefault(bare, Optional.empty()));
    }
    return value
        .text(bare.type().array() ? LIST : bare.type().description())
        .flatMap(text -> canonical(value, text, bare.parse(text)))
        .map(text -> withDefault(bare, Optional.of(text)));
  }

  private static Param withDefault(Param bare, Optional<String> fallback) {
    return new Param(bare.name(), bare.type(), bare.in(), false, fallback, bare.min(), bare.max());
  }

  private static Optional<String> limit(YamlMap map, String key, Param param) {
    Optional<YamlValue> value = map.get(key);
    ParamType type = param.type().element();
    if (param.hasSize()) {
      String size = param.type().array() ? "a number of elements" : "a number of characters";
      return value.flatMap(v -> v.text(size).flatMap(text -> size(v, text, size)));
    }
    if (value.isPresent() && WITHOUT_LIMITS.contains(type)) {
      value.get().problem("a " + type.sqlName() + " has no limits");
      return Optional.empty();
    }
    return value.flatMap(
        v -> v.text(type.description()).flatMap(text -> canonical(v, text, type.parse(text))));
  }

  private static Optional<String> size(YamlValue value, String text, String expected) {
    if (text.matches("0|[1-9][0-9]{0,8}")) {
      return Optional.of(text);
    }
    value.problem("must be " + expected + ", was " + value.shown());
    return Optional.empty();
  }

  /** Of an array the text as it is. */
  private static Optional<String> canonical(YamlValue value, String text, Parsed parsed) {
    return switch (parsed) {
      case Parsed.Valid valid -> Optional.of(valid.canonical());
      case Parsed.Elements elements -> Optional.of(text);
      case Parsed.Invalid invalid -> {
        value.problem(invalid.message());
        yield Optional.empty();
      }
    };
  }

  private static void checkOrder(YamlMap map, Param param) {
    if (param.min().isEmpty()) {
      return;
    }
    String min = param.min().get();
    boolean ordered =
        param.hasSize()
            ? Integer.parseInt(min) <= param.maxSize()
            : param.parse(min) instanceof Parsed.Valid;
    if (!ordered) {
      map.get("max")
          .ifPresentOrElse(
              max -> max.problem("must not be below min, which is " + min),
              () ->
                  map.get("min")
                      .orElseThrow()
                      .problem("must not be above " + param.maxSize() + " without max"));
    }
  }
}
