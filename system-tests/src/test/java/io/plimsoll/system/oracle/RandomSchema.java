package io.plimsoll.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tables with few rows, made to meet each other, and views of them. */
final class RandomSchema {
  private static final List<Kind> KEYS =
      List.of(Kind.INT, Kind.INT, Kind.BIGINT, Kind.TEXT, Kind.UUID, Kind.VARCHAR, Kind.LABEL);
  private static final List<Kind> COMMON =
      List.of(
          Kind.INT,
          Kind.INT,
          Kind.INT,
          Kind.BIGINT,
          Kind.TEXT,
          Kind.TEXT,
          Kind.VARCHAR,
          Kind.BOOL,
          Kind.BOOL,
          Kind.UUID,
          Kind.DATE,
          Kind.LABEL,
          Kind.SMALLINT);
  private static final List<Kind> RARE =
      List.of(Kind.NUMERIC, Kind.CHAR, Kind.MOMENT, Kind.FUZZY, Kind.FUZZY, Kind.LONG);
  static final String CREATE_VIEW = "create view ";
  private static final int MANY = 300;

  private final Dice dice;
  private final String schema;
  private final boolean wide;
  private final List<String> ddl = new ArrayList<>();
  private final List<String> data = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();
  private final List<Relation> readable = new ArrayList<>();
  private final List<String> views = new ArrayList<>();

  /** What a query can read. */
  record Relation(String name, List<Column> columns) {}

  RandomSchema(Dice dice, String schema) {
    this.dice = dice;
    this.schema = schema;
    this.wide = dice.percent(10);
    ddl.add("create schema " + schema);
    ddl.add(
        "create type %s.mood as enum ('h', 'ok', 'sad', 'Happy', 'it''s', 'e', 'f', 'g')"
            .formatted(schema));
    ddl.add(
        "create collation %s.nd (provider = icu, locale = 'und-u-ks-level2', deterministic = false)"
            .formatted(schema));
    int count = dice.between(2, 5);
    int parts = dice.percent(50) ? dice.below(count) : -1;
    for (int i = 0; i < count; i++) {
      table("t" + i, i == parts);
    }
    if (dice.percent(30)) {
      child();
    }
    for (int i = dice.below(3); i > 0; i--) {
      ddl.addAll(Trigger.of(dice, schema, i, tables));
    }
  }

  String name() {
    return schema;
  }

  /** All of it so far. */
  Build build() {
    List<String> watched =
        readable.stream().map(Relation::name).filter(r -> !views.contains(r)).toList();
    return new Build(schema, ddl, data, watched);
  }

  List<Table> tables() {
    return tables;
  }

  List<Relation> readable() {
    return readable;
  }

  /** Names of the views. */
  List<String> views() {
    return views;
  }

  /**
   * Adds a view.
   *
   * @param create its DDL, run already
   */
  void view(String name, String create, List<Column> columns) {
    ddl.add(create);
    readable.add(new Relation(name, columns));
    views.add(name);
  }

  /** DDL after which a view has the same columns and a row less. */
  String shortened(String view) {
    String start = CREATE_VIEW + view + " as ";
    String create = ddl.stream().filter(d -> d.startsWith(start)).findFirst().orElseThrow();
    return "create or replace view %s as select * from (%s) o offset 1"
        .formatted(view, create.substring(start.length()));
  }

  private String qualified(String name) {
    return schema + "." + name;
  }

  private void table(String name, boolean partitioned) {
    List<String> key = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    if (dice.percent(70)) {
      Column id = Column.of("id", dice.of(KEYS)).key();
      columns.add(wide && id.kind() == Kind.INT ? id.ranging(MANY) : id);
      key.add("id");
    } else if (dice.percent(80)) {
      columns.add(Column.of("k1", dice.of(COMMON)).key());
      columns.add(Column.of("k2", dice.of(KEYS)).key());
      key.addAll(List.of("k1", "k2"));
    }
    for (int i = dice.between(2, 4); i > 0; i--) {
      Column column = Column.of("c" + i, dice.percent(85) ? dice.of(COMMON) : dice.of(RARE));
      columns.add(wide && column.kind() == Kind.INT ? column.ranging(MANY) : column);
    }
    List<String> parts = new ArrayList<>(columns.stream().map(this::definition).toList());
    if (dice.percent(20)) {
      parts.addFirst("dropped int");
    }
    parentOf(name, columns, partitioned ? List.of() : key).ifPresent(parts::add);
    Optional<Column> by = partitioned ? partitionColumn(columns, key) : Optional.empty();
    if (by.isPresent() && !key.isEmpty() && !key.contains(by.get().name())) {
      key.add(by.get().name());
      columns.replaceAll(c -> c.equals(by.get()) ? c.required() : c);
    }
    if (!key.isEmpty()) {
      parts.add("primary key (" + String.join(", ", key) + ")");
    }
    if (dice.percent(15)) {
      columns.add(new Column("g", Kind.INT, true, true, 0, true));
      parts.add(
          "g int generated always as (length(" + columns.getFirst().name() + "::text)) stored");
      if (columns.getFirst().kind() == Kind.DATE
          || columns.getFirst().kind() == Kind.MOMENT
          || columns.getFirst().kind() == Kind.LABEL) {
        columns.removeLast();
        parts.removeLast();
      }
    }
    create(new Table(qualified(name), columns, key), parts, by, name);
  }

  private void create(Table table, List<String> parts, Optional<Column> by, String name) {
    ddl.add(
        "create table %s (%s)%s"
            .formatted(
                table.name(),
                String.join(", ", parts),
                by.map(c -> " partition by list (" + c.name() + ")").orElse("")));
    if (parts.getFirst().equals("dropped int")) {
      ddl.add("alter table " + table.name() + " drop column dropped");
    }
    identity(table.name(), table.key());
    by.ifPresent(column -> partitions(table, column, name));
    indexes(table, by);
    tables.add(table);
    readable.add(new Relation(table.name(), table.columns()));
    data.addAll(
        dice.times(
            wide && tables.size() == 1 ? 250 : dice.between(4, 9),
            () -> table.insert(dice, schema, 1)));
  }

  private String definition(Column column) {
    boolean notNull = !column.nullable();
    return column.name() + " " + column.kind().column(schema) + (notNull ? " not null" : "");
  }

  private void identity(String table, List<String> key) {
    String identity = "alter table " + table + " replica identity ";
    if (key.isEmpty() || dice.percent(40)) {
      ddl.add(identity + "full");
    } else if (dice.percent(5)) {
      String index = table.substring(table.indexOf('.') + 1) + "_pkey";
      ddl.add(identity + "using index " + index);
    }
  }

  private void indexes(Table table, Optional<Column> by) {
    for (Column column : table.writable()) {
      if (dice.percent(70)) {
        ddl.add("create index on %s (%s)".formatted(table.name(), column.name()));
      }
    }
    if (dice.percent(30) && by.isEmpty()) {
      List<Column> unique = dice.some(table.writable(), 1, 2);
      ddl.add(
          "create unique index on %s (%s)"
              .formatted(
                  table.name(), String.join(", ", unique.stream().map(Column::name).toList())));
    }
  }

  /** A foreign key from one more column to a table before it, or to the table itself. */
  private Optional<String> parentOf(String name, List<Column> columns, List<String> key) {
    List<Table> parents =
        new ArrayList<>(tables.stream().filter(t -> t.key().size() == 1).toList());
    if (key.size() == 1 && dice.percent(30)) {
      parents.add(new Table(qualified(name), List.copyOf(columns), key));
    }
    if (parents.isEmpty() || dice.percent(40)) {
      return Optional.empty();
    }
    Table parent = dice.of(parents);
    Column id = parent.column(parent.key().getFirst());
    Column reference = new Column("r", id.kind(), true, false, id.range(), false);
    columns.add(reference);
    return Optional.of(
        "%s references %s on delete %s on update %s"
            .formatted(
                definition(reference),
                parent.name(),
                dice.of("cascade", "set null", "no action"),
                dice.of("cascade", "set null")));
  }

  private Optional<Column> partitionColumn(List<Column> columns, List<String> key) {
    List<Column> fit =
        columns.stream()
            .filter(c ->
                c.range() == 0
                    && !c.name().equals("r")
                    && List.of(Kind.INT, Kind.TEXT, Kind.LABEL, Kind.BOOL).contains(c.kind()))
            .filter(c -> key.isEmpty() || !c.nullable() || dice.percent(50))
            .toList();
    return fit.isEmpty() ? Optional.empty() : Optional.of(dice.of(fit));
  }

  private void partitions(Table table, Column by, String name) {
    int count = dice.between(1, 3);
    for (int i = 0; i < count; i++) {
      String part = qualified(name + "_" + i);
      String first = i == 0 ? "0" : i == 1 ? "1" : "2";
      String value =
          switch (by.kind()) {
            case INT -> first;
            case BOOL -> i == 0 ? "true" : i == 1 ? "false" : "null";
            case LABEL -> "'" + List.of("sad", "ok", "Happy").get(i) + "'";
            default -> "'" + List.of("a", "A", "b").get(i) + "'";
          };
      ddl.add(
          "create table %s partition of %s for values in (%s)"
              .formatted(part, table.name(), value));
      identity(part, table.key());
      readable.add(new Relation(part, table.columns()));
    }
    String rest = qualified(name + "_rest");
    ddl.add("create table %s partition of %s default".formatted(rest, table.name()));
    identity(rest, table.key());
  }

  /** With rows that the parent shows too. */
  private void child() {
    Table parent = dice.of(tables);
    if (ddl.stream()
        .anyMatch(d ->
            d.startsWith("create table " + parent.name() + " ") && d.contains("partition by"))) {
      return;
    }
    Column own = Column.of("x", dice.of(COMMON));
    List<Column> columns = new ArrayList<>(parent.columns());
    columns.add(own);
    Table child = new Table(qualified("child"), columns, List.of());
    ddl.add(
        "create table %s (%s) inherits (%s)"
            .formatted(child.name(), definition(own), parent.name()));
    ddl.add("alter table " + child.name() + " replica identity full");
    tables.add(child);
    readable.add(new Relation(child.name(), columns));
    data.add(child.insert(dice, schema, dice.between(1, 4)));
  }
}
