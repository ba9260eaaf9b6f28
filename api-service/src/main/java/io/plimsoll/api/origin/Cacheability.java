package io.plimsoll.api.origin;

import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.catalog.SqlUses;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether every change that can alter a query's answer reaches the change stream. Where that is not
 * certain the query is not cached; the reason is told.
 */
final class Cacheability {
  private static final Pattern SAMPLE =
      Pattern.compile("\\btablesample\\b", Pattern.CASE_INSENSITIVE);

  /**
   * What Postgres reads as a moment where a date or time is wanted, in any string: what is wanted
   * is not known here. Letters alone bound a word, as in {@code 'today10:00'}.
   */
  private static final Pattern MOMENT =
      Pattern.compile(
          "(?<![a-z])(now|today|tomorrow|yesterday)(?![a-z])", Pattern.CASE_INSENSITIVE);

  /** {@code E'\\x6eow'} is {@code 'now'}. */
  private static final Pattern ENCODED = Pattern.compile("[eE]'.*\\\\[0-7xuU].*", Pattern.DOTALL);

  private static final String RELATION =
      """
      select case
        when c.oid is null then 'does not exist'
        when n.nspname in ('pg_catalog', 'information_schema') then 'is a system table'
        when c.relkind = 'v' then 'is a view; name its tables in the query instead'
        when c.relkind = 'f' then 'is a foreign table, whose changes are not seen here'
        when c.relkind = 'p' then 'is partitioned, which is not supported yet'
        when c.relkind not in ('r', 'm') then 'is of kind ' || c.relkind::text
        when c.relpersistence <> 'p' then 'is unlogged or temporary, so its changes are not in the WAL'
        when c.relrowsecurity then 'has row level security, whose policies may read other tables'
        when exists (select from pg_inherits i where i.inhparent = c.oid) then 'has child tables'
        when c.relkind = 'r' and not exists (
          select from pg_publication_rel r join pg_publication p on p.oid = r.prpubid
          where r.prrelid = c.oid and p.pubname = ?
            and r.prqual is null and r.prattrs is null
            and p.pubinsert and p.pubupdate and p.pubdelete and p.pubtruncate)
          then 'is not wholly in publication ' || ? || '; run the origin setup with it'
        when not exists (
          select from plimsoll.watched w
          where w.relation = c.oid and w.name = n.nspname || '.' || c.relname)
          then 'is not watched under this name; run the origin setup with it'
        end
      from (select to_regclass(?) as oid) wanted
        left join pg_class c on c.oid = wanted.oid
        left join pg_namespace n on n.oid = c.relnamespace\
      """;

  /** Any function of that name decides: which one is meant depends on the types. */
  private static final String FUNCTION =
      """
      select case
        when n.nspname <> 'pg_catalog' then 'is not built in, and may read what it likes'
        when p.provolatile = 'v' then 'is volatile'
        when p.provolatile = 's' and not p.proname = any (?) then
          'is stable only: its result may change although no row does'
        end as obstacle
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.proname = ? and (? = '' or n.nspname = ?)
      order by obstacle nulls last limit 1\
      """;

  /**
   * Functions that {@code row.name} may call: with one argument, given or by default, that takes a
   * row.
   */
  private static final String ATTRIBUTE =
      """
      select p.proname
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        join pg_type t on t.oid = p.proargtypes[0]
      where n.nspname not in ('pg_catalog', 'information_schema') and p.proname::text = any (?)
        and p.pronargs - p.pronargdefaults <= 1 and t.typtype in ('c', 'd', 'p')
      order by 1 limit 1\
      """;

  private Cacheability() {}

  static Optional<String> obstacle(Connection reader, String publication, QueryDef query)
      throws SQLException {
    Optional<String> text = text(query);
    if (text.isPresent()) {
      return text;
    }
    for (String table : query.tables()) {
      Optional<String> reason = relation(reader, publication, table);
      if (reason.isPresent()) {
        return reason.map(r -> "table " + table + " " + r);
      }
    }
    for (String function : query.sql().uses().functions()) {
      Optional<String> reason = function(reader, function);
      if (reason.isPresent()) {
        return reason.map(r -> "function " + function + " " + r);
      }
    }
    Optional<String> attribute = attribute(reader, query);
    return attribute.isPresent() ? attribute : CastCheck.obstacle(reader, query);
  }

  private static Optional<String> text(QueryDef query) {
    if (SAMPLE.matcher(query.sql().source()).find()) {
      return Optional.of("it contains tablesample, which differs each time");
    }
    for (String literal : query.sql().uses().literals()) {
      Matcher moment = MOMENT.matcher(literal);
      if (moment.find()) {
        String word = moment.group().toLowerCase(Locale.ROOT);
        return Optional.of(
            "a string in it has the word " + word + ", which may stand for a moment");
      }
      if (ENCODED.matcher(literal).matches()) {
        return Optional.of("a string in it has encoded characters, which may stand for a moment");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> attribute(Connection reader, QueryDef query) throws SQLException {
    try (PreparedStatement statement = reader.prepareStatement(ATTRIBUTE)) {
      String[] columns = query.sql().uses().columns().toArray(String[]::new);
      statement.setArray(1, reader.createArrayOf("text", columns));
      return first(statement)
          .map(name ->
              "column "
                  + name
                  + " may be a call of the function "
                  + name
                  + ", which is not built in, and may read what it likes");
    }
  }

  private static Optional<String> relation(Connection reader, String publication, String table)
      throws SQLException {
    try (PreparedStatement statement = reader.prepareStatement(RELATION)) {
      statement.setString(1, publication);
      statement.setString(2, publication);
      statement.setString(3, Regclass.quoted(table));
      return first(statement);
    }
  }

  private static Optional<String> function(Connection reader, String function) throws SQLException {
    if (SqlUses.KEYWORDS_OF_TIME_AND_SESSION.contains(function)) {
      return Optional.of("depends on the moment or the session");
    }
    int dot = function.indexOf('.');
    String schema = dot < 0 ? "" : function.substring(0, dot);
    try (PreparedStatement statement = reader.prepareStatement(FUNCTION)) {
      statement.setArray(
          1, reader.createArrayOf("name", SafeFunctions.STABLE.toArray(String[]::new)));
      statement.setString(2, function.substring(dot + 1));
      statement.setString(3, schema);
      statement.setString(4, schema);
      return first(statement);
    }
  }

  private static Optional<String> first(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
    }
  }
}
