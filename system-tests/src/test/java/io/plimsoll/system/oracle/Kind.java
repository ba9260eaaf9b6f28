package io.plimsoll.system.oracle;

import java.util.List;

/** What a column holds: its type, and the few values that are ever in it. */
enum Kind {
  INT(Family.NUMBER, "int", "int", "0", "1", "2", "3", "4", "5", "6", "7"),
  BIGINT(Family.NUMBER, "bigint", "bigint", "0", "1", "2", "3", "4", "5", "6", "7"),
  SMALLINT(Family.NUMBER, "smallint", "smallint", "0", "1", "2", "3", "4", "5", "6", "7"),
  TEXT(Family.TEXT, "text", "text", "a", "A", "b", "it's é", "c", "d", "", "e\\\"{=,}"),
  VARCHAR(Family.TEXT, "varchar(20)", "text", "a", "A", "b", "it's é", "c", "d", "", "e\\\"{=,}"),
  UUID(Family.UUID, "uuid", "uuid", Kind.ids(8)),
  BOOL(Family.BOOL, "boolean", "boolean", "true", "false"),
  DATE(Family.DATE, "date", "date", Kind.days(8)),
  LABEL(Family.LABEL, "%s.mood", "text", "sad", "ok", "Happy", "it's", "e", "f", "g", "h"),
  NUMERIC(Family.NUMBER, "numeric", "numeric", "0", "1", "1.0", "2.50", "2.5", "3", "3.00", "4"),
  CHAR(Family.TEXT, "char(3)", "text", "a", "A", "b", "c", "d", "e", "f", "g"),
  MOMENT(Family.MOMENT, "timestamptz", "timestamptz", Kind.moments(8)),
  LONG(
      Family.TEXT,
      "text storage external",
      "text",
      "a",
      "z".repeat(2100),
      "A",
      "b",
      "c",
      "d",
      "e",
      "f"),
  FUZZY(Family.TEXT, "text collate %s.nd", "text", "a", "A", "b", "B", "c", "C", "d", "D");

  /** Kinds whose values can be compared. */
  enum Family {
    NUMBER,
    TEXT,
    UUID,
    BOOL,
    DATE,
    LABEL,
    MOMENT
  }

  private static final int FEW = 3;
  private static final int MORE = 6;

  final Family family;
  final String parameter;
  private final String type;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> values;

  Kind(Family family, String type, String parameter, String... values) {
    this.family = family;
    this.type = type;
    this.parameter = parameter;
    this.values = List.of(values);
  }

  private static String[] ids(int count) {
    String[] all = new String[count];
    for (int i = 0; i < count; i++) {
      all[i] = "0000000%d-aaaa-4bbb-8ccc-dddddddddddd".formatted(i);
    }
    return all;
  }

  private static String[] days(int count) {
    String[] all = new String[count];
    for (int i = 0; i < count; i++) {
      all[i] = "202%d-01-31".formatted(i);
    }
    return all;
  }

  private static String[] moments(int count) {
    String[] all = new String[count];
    for (int i = 0; i < count; i++) {
      all[i] = "202%d-01-31T12:00:00Z".formatted(i);
    }
    return all;
  }

  /** As CREATE TABLE takes it. */
  String column(String schema) {
    return type.formatted(schema);
  }

  /** As a cast takes it. */
  String type(String schema) {
    return this == FUZZY || this == LONG ? "text" : type.formatted(schema);
  }

  /** A value's text: one of few, the first more often, or one of more. */
  String value(Dice dice, boolean few) {
    int first = few ? Math.min(dice.below(FEW), dice.below(FEW)) : dice.below(MORE);
    return values.get(first % values.size());
  }

  /** Whether values with the same text are all that is equal. */
  boolean fit() {
    return this != NUMERIC && this != CHAR && this != MOMENT && this != FUZZY;
  }

  /** A value as SQL. */
  String literal(String text, String schema) {
    return switch (this) {
      case INT, NUMERIC -> text;
      case BOOL -> text;
      case TEXT, VARCHAR, LONG, FUZZY, CHAR -> quoted(text);
      default -> quoted(text) + "::" + type(schema);
    };
  }

  /** Equal values have the same text then, so which of them is taken does not show. */
  String plain(String expression) {
    return switch (this) {
      case NUMERIC -> "trim_scale(" + expression + ")";
      case FUZZY -> "lower(" + expression + " collate \"C\")";
      default -> expression;
    };
  }

  /** The kind of {@link #plain}. */
  Kind plain() {
    return this == FUZZY ? TEXT : this;
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
