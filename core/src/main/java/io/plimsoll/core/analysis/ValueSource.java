package io.plimsoll.core.analysis;

import java.util.List;
import java.util.stream.Collectors;

/** Where the values come from that a column of a keyed tag has. Values are canonical text. */
public sealed interface ValueSource {
  /** Written in the SQL. */
  record Constants(List<String> values) implements ValueSource {
    public Constants {
      values = List.copyOf(values);
    }

    @Override
    public String toString() {
      return values.stream().map(Constants::quoted).collect(Collectors.joining(" | "));
    }

    private static String quoted(String value) {
      boolean plain = value.matches("-?[0-9]+|true|false");
      return plain ? value : "'" + value.replace("'", "''") + "'";
    }
  }

  /** Given with the request: one value, or each element of an array; a null is no value. */
  record Parameter(String name) implements ValueSource {
    @Override
    public String toString() {
      return ":" + name;
    }
  }

  /**
   * Read with the answer, in the same snapshot: {@link TagPlan#captures}.
   *
   * @param capture its index there
   * @param column what it reads, for people
   */
  record Captured(int capture, String column) implements ValueSource {
    @Override
    public String toString() {
      return column;
    }
  }

  /** All values of each. */
  record AnyOf(List<ValueSource> sources) implements ValueSource {
    public AnyOf {
      sources = List.copyOf(sources);
    }

    @Override
    public String toString() {
      return String.join(" | ", sources.stream().map(ValueSource::toString).toList());
    }
  }
}
