package io.plimsoll.core.catalog;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code batch} of a query. */
final class BatchReader {
  private static final List<String> KEYS = List.of("get", "param", "max");
  private static final String DEFAULT_PARAM = "ids";
  private static final Pattern PARAM = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private BatchReader() {}

  /**
   * The batch form, if there is one and it is sound.
   *
   * @param query empty when it has problems of its own
   */
  static Optional<BatchDef> read(Optional<QueryDef> query, YamlValue value) {
    int before = value.problems().count();
    Optional<YamlMap> read = value.map("a mapping such as { get: /batch/articles }");
    if (read.isEmpty()) {
      return Optional.empty();
    }
    YamlMap map = read.get();
    map.allow(KEYS);
    Optional<PathTemplate> path = map.require("get", value).flatMap(BatchReader::path);
    String param = map.get("param").flatMap(BatchReader::param).orElse(DEFAULT_PARAM);
    Optional<String> max = map.get("max").flatMap(BatchReader::max);
    Optional<Param> key = query.flatMap(q -> key(q, value));
    if (value.problems().count() > before || query.isEmpty()) {
      return Optional.empty();
    }
    ValueType many = new ValueType(key.orElseThrow().type().element(), true);
    Param ids =
        new Param(param, many, Param.In.QUERY, true, Optional.empty(), Optional.of("1"), max);
    return Optional.of(new BatchDef(query.get(), path.orElseThrow(), ids, key.get()));
  }

  private static Optional<PathTemplate> path(YamlValue value) {
    Optional<PathTemplate> path = PathReader.read(value);
    if (path.isPresent() && !path.get().variables().isEmpty()) {
      value.problem("must be a path without parameters: all of them are in the query string");
      return Optional.empty();
    }
    return path;
  }

  private static Optional<String> param(YamlValue value) {
    Optional<String> name = value.text("a parameter's name");
    if (name.isPresent() && !PARAM.matcher(name.get()).matches()) {
      value.problem("a parameter's name must have lower-case letters, digits and _, at most 63");
    }
    return name;
  }

  private static Optional<String> max(YamlValue value) {
    String expected = "a number from 1 to " + Param.MAX_ELEMENTS;
    Optional<String> text = value.text(expected);
    if (text.isPresent() && !text.get().matches("[1-9][0-9]?|100")) {
      value.problem("must be " + expected + ", was " + value.shown());
    }
    return text;
  }

  private static Optional<Param> key(QueryDef query, YamlValue value) {
    List<Param> params = query.params();
    if (!query.one()) {
      value.problem("is for a query with \"one: true\": its parts are single objects");
    } else if (params.size() != 1
        || params.getFirst().type().array()
        || params.getFirst().in() == Param.In.KEY
        || params.getFirst().nullable()) {
      value.problem(
          "is for a query with one parameter of the request, which is no array and never null");
    } else {
      return Optional.of(params.getFirst());
    }
    return Optional.empty();
  }
}
