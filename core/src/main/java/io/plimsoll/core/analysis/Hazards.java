package io.plimsoll.core.analysis;

import io.plimsoll.core.analysis.tree.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

  private final Schema schema;
  private final String sql;
  private final Map<String, Finding> found = new LinkedHashMap<>();

  /**
   * @param sql as the catalog has it, for places
   */
  Hazards(Schema schema, String sql) {
    this.schema = schema;
    this.sql = sql;
  }

  List<Finding> of(List<Scope> scopes, List<Place> places) {
    for (Place place : places) {
      place.relation().obstacle().ifPresent(reason -> table(place.relation(), reason));
    }
    scopes.forEach(this::scope);
    return new ArrayList<>(found.values());
  }

  private void table(Relation relation, String reason) {
    String table = relation.name().substring(relation.name().indexOf('.') + 1);
    add(
        "table",
        "table " + relation.name() + " " + reason,
        "leave it out of the query, or serve the query uncached",
        table);
  }

  private void scope(Scope scope) {
    Node query = scope.query();
    if (!query.list("rowMarks").isEmpty()) {
      add("locks-rows", "it locks rows", "leave FOR UPDATE and FOR SHARE out", "for");
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
            "leave it out, or serve the query uncached",
            "tablesample");
      }
      walk(entry.fields().get("functions"));
      walk(entry.fields().get("values_lists"));
      if (entry.has("tablefunc")) {
        unknown("XMLTABLE and JSON_TABLE");
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
      case "COERCEVIAIO" -> input(node);
      case "COERCETODOMAIN" -> domain(node);
      case "ROWCOMPAREEXPR" -> node.list("opnos").stream().skip(1).forEach(this::operator);
      default -> {
        if (!KNOWN.contains(node.label())) {
          unknown("Postgres's " + node.label());
        }
      }
    }
    FUNCTIONS.stream().filter(node::has).forEach(field -> routine(node, field));
    node.values().forEach(this::walk);
  }

  private void operator(Object opno) {
    routine(schema.operatorFunction(Long.parseLong(opno.toString())));
  }

  private void routine(Node node, String field) {
    long oid = node.number(field);
    if (oid != 0) {
      routine(oid);
    } else if (node.has("opno")) {
      routine(schema.operatorFunction(node.number("opno")));
    }
  }

  private void routine(long oid) {
    Schema.Routine routine = schema.routine(oid);
    String bare = routine.name().substring(routine.name().indexOf('.') + 1);
    boolean own = !routine.builtIn();
    if (own && !(routine.compiled() && routine.volatility() == 'i')) {
      add(
          "function-own",
          "function " + routine.name() + " is not built in, and may read what it likes",
          "write its SQL into the query, or serve the query uncached",
          bare);
    } else if (routine.volatility() == 'v') {
      add(
          "function-volatile",
          "function " + routine.name() + " is volatile",
          "leave it out, or serve the query uncached",
          bare);
    } else if (routine.volatility() == 's' && !SafeFunctions.STABLE.contains(bare)) {
      add(
          "function-stable",
          "function "
              + routine.name()
              + " is stable only: its result may change although no row does",
          "pass what it gives as a parameter, or serve the query uncached",
          bare);
    }
  }

  private void session(Node node) {
    add(
        "session-value",
        "it asks for the time or the session (kind "
            + node.integer("op")
            + " of current_date, current_timestamp, current_user and their like)",
        "pass the value as a parameter, or serve the query uncached",
        "current_date|current_time|current_timestamp|localtime|localtimestamp|current_role"
            + "|current_user|user|session_user|current_catalog|current_schema|system_user");
  }

  private void systemColumn(Node node) {
    if (node.integer("varattno") < 0) {
      add(
          "system-column",
          "it reads a system column, which changes without a change of the row",
          "leave ctid, xmin, tableoid and their like out",
          "ctid|xmin|xmax|cmin|cmax|tableoid");
    }
  }

  /** A text that becomes another type: by code, or as a moment such as {@code now}. */
  private void input(Node node) {
    Schema.Type type = schema.type(node.number("resulttype"));
    if (type.kind() == 'e' || SafeFunctions.TYPES.contains(type.name())) {
      return;
    }
    if (!type.builtIn()) {
      add(
          "cast",
          "it casts text to " + type.name() + ", which is not built in: its input may be any code",
          "take a parameter of that type",
          type.name());
    } else if (schema.routine(type.input()).volatility() != 'i') {
      add(
          "cast",
          "it casts text to "
              + type.name()
              + ", where a text such as 'now' or a name gives another value at another time",
          "take a parameter of that type",
          type.name());
    }
  }

  private void domain(Node node) {
    String name = schema.type(node.number("resulttype")).name();
    add(
        "cast",
        "it casts to " + name + ", a domain: its checks may be any code",
        "cast to the domain's base type",
        name);
  }

  private void unknown(String what) {
    add("unknown", what + " is not known to the analysis", "serve the query uncached", "");
  }

  /**
   * @param words that stand at the place, as a pattern
   */
  private void add(String code, String what, String remedy, String words) {
    found.putIfAbsent(what, new Finding(code, what, remedy, place(words)));
  }

  private Optional<Finding.Place> place(String words) {
    if (words.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher =
        Pattern.compile("(?i)(?<![\\w$])(" + words.replace("$", "\\$") + ")(?![\\w$])")
            .matcher(sql);
    return matcher.find() ? Optional.of(Finding.Place.of(sql, matcher.start())) : Optional.empty();
  }
}
