package io.plimsoll.core.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code filter} of a list's pages: for each column its type, and what it is compared as and
 * by.
 */
final class FilterReader {
  private static final Pattern COLUMN = Pattern.compile("[a-z][a-z0-9_]{0,58}");
  private static final Pattern TYPE =
      Pattern.compile("[a-z_][a-z0-9_]{0,62}([.][a-z_][a-z0-9_]{0,62})?");
  private static final String EXPECTED_TYPE = "the name of a type, such as order_status";
  private static final List<String> KEYS = List.of("type", "as", "ops");
  private static final List<String> OPS =
      Arrays.stream(Filter.Op.values()).map(Filter.Op::key).toList();

  /** A statement for each set of them is kept ready: 2 to the power of this. */
  static final int MOST = 8;

  private FilterReader() {}

  static List<Filter> read(YamlValue value) {
    List<Filter> filters = new ArrayList<>();
    value
        .map("a mapping such as { status: text }")
        .ifPresent(columns ->
            columns
                .entries()
                .forEach((column, entry) -> {
                  if (!COLUMN.matcher(column).matches()) {
                    entry
                        .key()
                        .problem(
                            "a column to filter by must have lower-case letters, digits and _, at most 59");
                  }
                  filters.addAll(column(column, entry.value()));
                }));
    if (filters.size() > MOST) {
      value.problem(
          "must have at most %d filters, each comparison of a column counted; has %d"
              .formatted(MOST, filters.size()));
    }
    return filters;
  }

  private static List<Filter> column(String column, YamlValue value) {
    if (value.isScalar()) {
      return type(value)
          .map(type -> List.of(filter(column, Filter.Op.EQ, type, Optional.empty())))
          .orElse(List.of());
    }
    Optional<YamlMap> read = value.map("a type, or a mapping with type, as and ops");
    if (read.isEmpty()) {
      return List.of();
    }
    read.get().allow(KEYS);
    Optional<ParamType> type = read.get().require("type", value).flatMap(FilterReader::type);
    List<Filter.Op> ops =
        read.get().get("ops").map(FilterReader::ops).orElse(List.of(Filter.Op.EQ));
    Optional<String> as = read.get().get("as").flatMap(FilterReader::as);
    return type.map(t -> ops.stream().map(op -> filter(column, op, t, as)).toList())
        .orElse(List.of());
  }

  /** Becomes part of the SQL. */
  private static Optional<String> as(YamlValue value) {
    Optional<String> text = value.text(EXPECTED_TYPE);
    if (text.isPresent() && !TYPE.matcher(text.get()).matches()) {
      value.problem("must be " + EXPECTED_TYPE + ", was " + value.shown());
    }
    return text;
  }

  private static List<Filter.Op> ops(YamlValue value) {
    List<Filter.Op> ops = new ArrayList<>();
    String expected = "one of " + String.join(", ", OPS);
    for (YamlValue item : value.items()) {
      Optional<String> text = item.text(expected);
      Optional<Filter.Op> op = text.flatMap(Filter.Op::named);
      if (text.isPresent() && op.isEmpty()) {
        item.problem("must be " + expected + ", was " + item.shown());
      }
      op.ifPresent(ops::add);
    }
    if (value.items().isEmpty() || ops.stream().distinct().count() < ops.size()) {
      value.problem("must have each comparison once, and at least one");
    }
    return ops;
  }

  private static Optional<ParamType> type(YamlValue value) {
    String expected = "a type (" + ParamType.names() + ")";
    Optional<String> text = value.text(expected);
    Optional<ParamType> type = text.flatMap(ParamType::named);
    if (text.isPresent() && type.isEmpty()) {
      value.problem("must be " + expected + ", was " + value.shown());
    }
    return type;
  }

  private static Filter filter(String column, Filter.Op op, ParamType type, Optional<String> as) {
    Param param =
        new Param(
            op.param(column),
            new ValueType(type, op == Filter.Op.IN),
            Param.In.QUERY,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new Filter(column, op, param, as);
  }
}
