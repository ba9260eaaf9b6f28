package io.plimsoll.core.catalog;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.JdbcNamedParameter;
import net.sf.jsqlparser.expression.JsonFunction;
import net.sf.jsqlparser.expression.RowGetExpression;
import net.sf.jsqlparser.expression.TimeKeyExpression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.parser.Node;
import net.sf.jsqlparser.parser.Token;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.create.table.CreateTable;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.merge.Merge;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.WithItem;
import net.sf.jsqlparser.statement.update.Update;
import org.jspecify.annotations.Nullable;

/**
 * Collects the tables and functions of a statement by visiting every object of its syntax tree, by
 * reflection. A table that is missed is a stale answer later, and jsqlparser's own visitors leave
 * parts out (a table hidden behind a CTE of its own name is one); what is visited here does not
 * depend on a list of node types. For one statement, one thread.
 */
final class SqlWalker {
  private static final String DEFAULT_SCHEMA = "public.";

  /** Tables under these names are references to FROM items, not tables. */
  private static final Set<String> REFERENCES = Set.of("forUpdateTable", "forUpdateTables");

  private final SortedSet<String> tables = new TreeSet<>();
  private final SortedSet<String> functions = new TreeSet<>();
  private final SortedSet<String> columns = new TreeSet<>();
  private final SortedSet<String> parameters = new TreeSet<>();
  private final List<SqlUses.Cast> casts = new ArrayList<>();
  private final Deque<Set<String>> scopes = new ArrayDeque<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final boolean inCast;
  private final SortedSet<String> written = new TreeSet<>();
  private boolean writes;
  private boolean locks;
  private Optional<String> nameless = Optional.empty();

  SqlWalker() {
    this(false);
  }

  /** A walker inside a cast collects no further casts: the outer one meets them all. */
  private SqlWalker(boolean inCast) {
    this.inCast = inCast;
  }

  SortedSet<String> tables() {
    return tables;
  }

  SqlUses uses(List<String> literals) {
    return new SqlUses(functions, columns, casts, literals);
  }

  boolean writes() {
    return writes;
  }

  /** Those that an INSERT, UPDATE, DELETE or MERGE names as its own. */
  SortedSet<String> written() {
    return written;
  }

  boolean locks() {
    return locks;
  }

  /** A table's name with a part that is empty, as {@code a..b}; Postgres has no such names. */
  Optional<String> nameless() {
    return nameless;
  }

  void walk(@Nullable Object node) {
    switch (node) {
      case null -> {}
      case Iterable<?> list -> walkAll(list);
      case Map<?, ?> map -> walkAll(map.values());
      case Object[] array -> walkAll(List.of(array));
      case Object leaf when !isSyntax(leaf) -> {}
      case Object part when seen.add(part) -> {
        note(part);
        walkScoped(part);
      }
      default -> {}
    }
  }

  private void walkAll(Iterable<?> parts) {
    parts.forEach(this::walk);
    if (isSyntax(parts) && seen.add(parts)) {
      walkScoped(parts); // jsqlparser's lists have fields too
    }
  }

  private static boolean isSyntax(Object value) {
    return value.getClass().getName().startsWith("net.sf.jsqlparser.")
        && !(value instanceof Node || value instanceof Token || value instanceof Enum<?>);
  }

  private void note(Object part) {
    switch (part) {
      case Table table -> table(table);
      case Function function -> function(function);
      case Column column -> column(column);
      case RowGetExpression attribute -> functions.add(fold(List.of(attribute.getColumnName())));
      case JdbcNamedParameter parameter -> parameters.add(parameter.getName());
      case CastExpression cast when cast.getColDataType() != null ->
          cast(cast.getColDataType().toString(), true, cast.getLeftExpression());
      case JsonFunction json when json.getReturningType() != null ->
          cast(json.getReturningType().toString(), true, json);
      case AnalyticExpression window -> call(List.of(window.getName().split("\\.")));
      case TimeKeyExpression key -> functions.add(timeKey(key));
      case Insert statement -> writes(statement.getTable());
      case Update statement -> writes(statement.getTable());
      case Delete statement -> writes(statement.getTable());
      case Merge statement -> writes(statement.getTable());
      case CreateTable statement -> writes = true;
      case PlainSelect select -> select(select);
      default -> {}
    }
  }

  private void writes(@Nullable Table table) {
    writes = true;
    if (table != null && named(table)) {
      written.add(name(table));
    }
  }

  private void select(PlainSelect select) {
    writes |= select.getIntoTables() != null && !select.getIntoTables().isEmpty();
    locks |= select.getForMode() != null;
  }

  /** A function in FROM is wrapped in one without a name. */
  private void call(@Nullable List<String> parts) {
    if (parts != null) {
      functions.add(fold(parts));
    }
  }

  private void function(Function function) {
    List<String> name = function.getMultipartName();
    call(name);
    ExpressionList<?> given = function.getParameters();
    if (name != null && given != null && given.size() == 1) {
      cast(quoted(name), false, given);
    }
  }

  /** jsqlparser takes {@code current_user} for a column; Postgres does only when it is quoted. */
  private void column(Column column) {
    String name = fold(List.of(column.getColumnName()));
    boolean bare = column.getTable() == null && !column.getColumnName().startsWith("\"");
    if (bare && SqlUses.KEYWORDS_OF_TIME_AND_SESSION.contains(name)) {
      functions.add(name);
    } else {
      columns.add(name);
    }
  }

  private void cast(String type, boolean certain, Object value) {
    if (!inCast) {
      SqlWalker inside = new SqlWalker(true);
      inside.walk(value);
      casts.add(new SqlUses.Cast(type, certain, inside.parameters, inside.columns));
    }
  }

  private static String timeKey(TimeKeyExpression key) {
    return key.getStringValue().toLowerCase(Locale.ROOT).replaceAll("\\(.*", "");
  }

  private void table(Table table) {
    if (!named(table)) {
      nameless = Optional.of(table.toString());
      return;
    }
    List<String> parts = table.getNameParts();
    boolean cte = parts.size() == 1 && scopes.stream().anyMatch(s -> s.contains(fold(parts)));
    if (!cte) {
      tables.add(name(table));
    }
  }

  private static boolean named(Table table) { // jsqlparser reads a..b
    return table.getNameParts().stream().noneMatch(Objects::isNull);
  }

  private static String name(Table table) {
    List<String> parts = new ArrayList<>(table.getNameParts());
    Collections.reverse(parts); // jsqlparser keeps the table first
    return parts.size() == 1 ? DEFAULT_SCHEMA + fold(parts) : fold(parts);
  }

  /**
   * The names of a WITH list are known to what follows them, and to themselves and those before
   * only when the list is recursive.
   */
  private void walkScoped(Object part) {
    List<WithItem<?>> items = withItems(part);
    Set<String> names = new HashSet<>();
    scopes.push(names);
    if (items.stream().anyMatch(WithItem::isRecursive)) {
      items.forEach(item -> names.add(name(item)));
    }
    for (WithItem<?> item : items) {
      walk(item);
      names.add(name(item));
    }
    fields(part);
    scopes.pop();
  }

  private static String name(WithItem<?> item) {
    return fold(List.of(item.getAlias().getName()));
  }

  @SuppressWarnings("unchecked")
  private static List<WithItem<?>> withItems(Object part) {
    for (Field field : allFields(part)) {
      if (field.getName().equals("withItemsList") && read(field, part) instanceof List<?> list) {
        return (List<WithItem<?>>) list;
      }
    }
    return List.of();
  }

  private void fields(Object part) {
    boolean reference = part instanceof Column || part instanceof AllTableColumns;
    for (Field field : allFields(part)) {
      boolean skip = reference && field.getType() == Table.class;
      if (!skip && !REFERENCES.contains(field.getName())) {
        walk(read(field, part));
      }
    }
  }

  private static List<Field> allFields(Object part) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> type = part.getClass();
        type != null && type.getName().startsWith("net.sf.jsqlparser.");
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          fields.add(field);
        }
      }
    }
    return fields;
  }

  private static @Nullable Object read(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("jsqlparser's fields can be read on the class path", e);
    }
  }

  private static String quoted(List<String> parts) {
    return parts.stream()
        .map(part -> '"' + fold(List.of(part)).replace("\"", "\"\"") + '"')
        .collect(Collectors.joining("."));
  }

  /** Names as in Postgres's catalogs: quoted ones as they are, others in lower case. */
  private static String fold(List<String> parts) {
    return String.join(
        ".",
        parts.stream()
            .map(part ->
                part.startsWith("\"")
                    ? part.substring(1, part.length() - 1).replace("\"\"", "\"")
                    : part.toLowerCase(Locale.ROOT))
            .toList());
  }
}
