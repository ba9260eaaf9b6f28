package io.plimsoll.core.analysis;

import io.plimsoll.core.analysis.tree.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds what can give a query another answer although no row of a followed table changes. What is
 * not known to be harmless is a hazard. For one query.
 */
final class Hazards {
  private static final String UNCACHED = "or leave it: the query is served, and not kept";
  private static final int SELECT = 1;

  /** Nodes that only put others together, or whose functions are told by their fields. */
  private static final Set<String> KNOWN =
      Set.of(
          "QUERY",
          "RANGETBLENTRY",
          "ALIAS",
          "FROMEXPR",
          "JOINEXPR",
          "RANGETBLREF",
          "TARGETENTRY",
          "VAR",
          "CONST",
          "PARAM",
          "OPEXPR",
          "DISTINCTEXPR",
          "NULLIFEXPR",
          "SCALARARRAYOPEXPR",
          "BOOLEXPR",
          "SUBLINK",
          "FUNCEXPR",
          "NAMEDARGEXPR",
          "AGGREF",
          "GROUPINGFUNC",
          "WINDOWFUNC",
          "SUBSCRIPTINGREF",
          "FIELDSELECT",
          "RELABELTYPE",
          "COERCEVIAIO",
          "ARRAYCOERCEEXPR",
          "CONVERTROWTYPEEXPR",
          "COLLATEEXPR",
          "CASEEXPR",
          "CASEWHEN",
          "CASETESTEXPR",
          "ARRAYEXPR",
          "ROWEXPR",
          "ROWCOMPAREEXPR",
          "COALESCEEXPR",
          "MINMAXEXPR",
          "NULLTEST",
          "BOOLEANTEST",
          "SORTGROUPCLAUSE",
          "GROUPINGSET",
          "WINDOWCLAUSE",
          "COMMONTABLEEXPR",
          "SETOPERATIONSTMT",
          "RANGETBLFUNCTION",
          "JSONCONSTRUCTOREXPR",
          "JSONVALUEEXPR",
          "JSONFORMAT",
          "JSONRETURNING",
          "JSONISPREDICATE",
          "CTESEARCHCLAUSE",
          "CTECYCLECLAUSE");

  /** Fields with the oid of a function. */
  private static final Set<String> FUNCTIONS = Set.of("funcid", "opfuncid", "aggfnoid", "winfnoid");

  /** Entries of these are scopes or catalogs of their own. */
  private static final Set<String> ELSEWHERE = Set.of("rtable", "cteList", "rteperminfos");

  /** By {@code SQLValueFunctionOp}. */
  private static final List<String> SESSION_VALUES =
      List.of(
          "current_date",
          "current_time",
          "current_time",
          "current_timestamp",
          "current_timestamp",
          "localtime",
          "localtime",
          "localtimestamp",
          "localtimestamp",
          "current_role",
          "current_user",
          "user",
          "session_user",
          "current_catalog",
          "current_schema");

  /**
   * What Postgres reads as a moment where a date or time is wanted: when it parses the query, so
   * the tree has a date already. Letters alone bound a word, as in {@code 'today10:00'}.
   */
  private static final Pattern MOMENT =
      Pattern.compile(
          "(?<![a-z])(now|today|tomorrow|yesterday)(?![a-z])", Pattern.CASE_INSENSITIVE);

  /** {@code E'\\x6eow'} is {@code 'now'}. */
  private static final Pattern ENCODED = Pattern.compile("[eE]'.*\\\\[0-7xuU].*", Pattern.DOTALL);

  private final Schema schema;
  private final SqlText sql;
  private final Map<String, Finding> found = new LinkedHashMap<>();
  private List<String> views = List.of();

  /**
   * @param sql as the catalog has it, for places
   */
  Hazards(Schema schema, String sql) {
    this.schema = schema;
    this.sql = new SqlText(sql);
  }

  List<Finding> of(List<Scope> scopes, List<Place> places) {
    for (Place place : places) {
      views = place.views();
      place.relation().obstacle().ifPresent(reason -> table(place.relation(), reason));
    }
    for (Scope scope : scopes) {
      views = scope.views();
      scope(scope.query());
    }
    return new ArrayList<>(found.values());
  }

  private void table(Relation relation, String reason) {
    String table = relation.name().substring(relation.name().indexOf('.') + 1);
    String through = views.isEmpty() ? " " : ", read by view " + views.getLast() + ", ";
    add(
        "table",
        "table " + relation.name() + through + reason,
        "leave it out of the query, " + UNCACHED,
        sql.word(table));
  }

  private void scope(Node query) {
    if (query.integer("commandType") != SELECT || query.flag("hasModifyingCTE")) {
      add("writes", "it changes rows", "put what changes rows into writes", Optional.empty());
    }
    if (!query.list("rowMarks").isEmpty()) {
      add("locks-rows", "it locks rows", "leave FOR UPDATE and FOR SHARE out", sql.word("for"));
    }
    query
        .fields()
        .forEach((field, value) -> {
          if (!ELSEWHERE.contains(field)) {
            walk(value);
          }
        });
    for (Node entry : query.nodes("rtable")) {
      if (entry.has("tablesample")) {
        add(
            "tablesample",
            "tablesample gives other rows each time",
            "leave it out, " + UNCACHED,
            sql.word("tablesample"));
      }
      walk(entry.fields().get("functions"));
      walk(entry.fields().get("values_lists"));
      if (entry.has("tablefunc")) {
        unknown("xmltable", "json_table");
      }
    }
  }

  private void walk(@Nullable Object value) {
    switch (value) {
      case null -> {}
      case List<?> list -> list.forEach(this::walk);
      case Node node -> node(node);
      default -> {}
    }
  }

  private void node(Node node) {
    switch (node.label()) {
      case "SUBLINK" -> {
        walk(node.fields().get("testexpr")); // The query itself is a scope of its own.
        return;
      }
      case "SQLVALUEFUNCTION" -> session(node);
      case "VAR" -> systemColumn(node);
      case "CONST" -> constant(schema.type(node.number("consttype")));
      case "COERCEVIAIO" -> input(schema.type(node.number("resulttype")));
      case "COERCETODOMAIN" -> input(schema.type(node.number("resulttype")));
      case "ROWCOMPAREEXPR" ->
          node.list("opnos").stream()
              .skip(1)
              .forEach(opno -> operator(Long.parseLong(opno.toString())));
      case "XMLEXPR" ->
          unknown(
              "xmlconcat",
              "xmlelement",
              "xmlforest",
              "xmlparse",
              "xmlpi",
              "xmlroot",
              "xmlserialize");
      case "JSONEXPR" -> unknown("json_exists", "json_value", "json_query");
      default -> {
        if (!KNOWN.contains(node.label())) {
          unknown(node.label());
        }
      }
    }
    FUNCTIONS.stream().filter(node::has).forEach(field -> routine(node, field));
    node.values().forEach(this::walk);
  }

  private void routine(Node node, String field) {
    if (node.has("opno")) {
      operator(node.number("opno"));
    } else if (node.number(field) != 0) {
      Schema.Routine routine = schema.routine(node.number(field));
      routine(routine, "function " + routine.name(), sql.call(bare(routine.name())));
    }
  }

  private void operator(long opno) {
    Schema.Operator operator = schema.operator(opno);
    Schema.Routine routine = schema.routine(operator.function());
    routine(
        routine,
        "operator %s of %s and %s (function %s)"
            .formatted(operator.name(), operator.left(), operator.right(), routine.name()),
        sql.operator(operator.name()));
  }

  private static String bare(String name) {
    return name.substring(name.indexOf('.') + 1);
  }

  private void routine(Schema.Routine routine, String name, Optional<Finding.Place> at) {
    boolean harmless = routine.compiled() && routine.volatility() == 'i';
    if (!routine.builtIn() && !harmless) {
      add(
          "function-own",
          name + within() + "is not built in, and may read what it likes",
          "write its SQL into the query, " + UNCACHED,
          at);
    } else if (routine.volatility() == 'v') {
      add(
          "function-volatile",
          name + within() + "is volatile: it may give another result each time",
          "leave it out, " + UNCACHED,
          at);
    } else if (routine.volatility() == 's'
        && !SafeFunctions.STABLE.contains(bare(routine.name()))) {
      add(
          "function-stable",
          name
              + within()
              + "is stable only: at another time, or with other settings, it may give another"
              + " result although no row has changed",
          "pass what it gives as a parameter, " + UNCACHED,
          at);
    }
  }

  /** In the middle of a sentence. */
  private String within() {
    return views.isEmpty() ? " " : ", in view " + views.getLast() + ", ";
  }

  private void session(Node node) {
    int kind = node.integer("op");
    String name =
        kind < SESSION_VALUES.size() ? SESSION_VALUES.get(kind) : "a value of the session";
    add(
        "session-value",
        name + within() + "depends on the moment or the session",
        "pass the value as a parameter, " + UNCACHED,
        sql.word(name));
  }

  private void systemColumn(Node node) {
    if (node.integer("varattno") < 0) {
      add(
          "system-column",
          "it reads a system column, which changes without a change of the row",
          "leave ctid, xmin, tableoid and their like out, " + UNCACHED,
          sql.word("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"));
    }
  }

  /** What Postgres has made of a string already. In a view it was made when the view was. */
  private void constant(Schema.Type type) {
    if (isName(type)) {
      add(
          "cast",
          "it looks up a name as " + type.name() + ", which may come to mean another thing",
          "leave it out, " + UNCACHED,
          sql.word(type.name()));
    } else if (views.isEmpty() && mayBeMoment(type)) {
      sql.literals().forEach(this::moment);
    }
  }

  /** Text search configurations aside: a change of one is told. */
  private static boolean isName(Schema.Type type) {
    return type.builtIn()
        && type.name().startsWith("reg")
        && !type.name().equals("regconfig")
        && !type.name().equals("regdictionary");
  }

  private boolean mayBeMoment(Schema.Type type) {
    if (type.element() != 0) {
      return mayBeMoment(schema.type(type.element()));
    }
    return !SafeFunctions.TYPES.contains(type.name())
        && type.kind() != 'e'
        && schema.routine(type.input()).volatility() != 'i';
  }

  private void moment(SqlText.Literal literal) {
    Matcher word = MOMENT.matcher(literal.text());
    if (word.find() || ENCODED.matcher(literal.text()).matches()) {
      String text = literal.text().length() > 40 ? "a string" : "the string " + literal.text();
      add(
          "moment",
          text + " may stand for a moment, which is another one at another time",
          "write the date or pass it as a parameter, " + UNCACHED,
          Optional.of(literal.at()));
    }
  }

  /** A text that becomes another type: by code, or as a moment such as {@code now}. */
  private void input(Schema.Type type) {
    if (type.element() != 0) {
      input(schema.type(type.element()));
      return;
    }
    if (type.kind() == 'e' || SafeFunctions.TYPES.contains(type.name())) {
      return;
    }
    if (!type.builtIn()) {
      add(
          "cast",
          "it casts to " + type.name() + within() + "which is not built in: that may run any code",
          "cast to a built-in type, " + UNCACHED,
          sql.word(type.name()));
    } else if (schema.routine(type.input()).volatility() != 'i') {
      add(
          "cast",
          "it casts text to "
              + type.name()
              + within()
              + "where a text such as 'now' or a name gives another value at another time",
          "take a parameter of that type, " + UNCACHED,
          sql.word(type.name().toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * @param names as SQL may have it
   */
  private void unknown(String... names) {
    add(
        "unknown",
        "what " + String.join(" or ", names).toLowerCase(Locale.ROOT) + " depends on is not known",
        "leave it out, " + UNCACHED,
        sql.word(names));
  }

  private void add(String code, String what, String remedy, Optional<Finding.Place> at) {
    Optional<Finding.Place> view =
        views.isEmpty() ? Optional.empty() : sql.word(bare(views.getFirst()));
    found.putIfAbsent(what, new Finding(code, what, remedy, views.isEmpty() ? at : view));
  }
}
