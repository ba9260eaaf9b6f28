package io.plimsoll.local.doctor;

import io.plimsoll.core.freshness.TagShape;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The columns that keyed tags use, in every table and partition that has their rows. */
record IdentityFacts(List<Column> columns) {
  /**
   * One column of one table that holds rows.
   *
   * @param table as SQL takes it
   * @param identity of the table: d by its primary key, i by an index, f full, n nothing
   * @param told whether a change tells the column's old value
   * @param canLeave whether its values can be stored outside the row (TOAST)
   * @param width bytes of its values on average, 0 when nobody has analysed the table
   */
  record Column(
      String table, String column, String identity, boolean told, boolean canLeave, int width) {}

  private static final String SQL =
      """
      with recursive wanted (oid, attname) as (
        select c.oid, w.col from unnest(?::text[], ?::text[]) as w (tab, col)
          join pg_namespace n on w.tab like n.nspname || '.%' join pg_class c on c.relnamespace = n.oid
            and w.tab = n.nspname || '.' || c.relname
        union
        select i.inhrelid, wanted.attname from wanted join pg_inherits i on i.inhparent = wanted.oid
      )
      select format('%I.%I', n.nspname, c.relname) as tab, a.attname as col, c.relreplident::text as identity,
        c.relreplident = 'f' or exists (select from pg_index x where x.indrelid = c.oid and a.attnum = any (x.indkey)
          and case c.relreplident when 'd' then x.indisprimary and x.indimmediate when 'i' then x.indisreplident end) as told,
        a.attstorage <> 'p' as can_leave,
        coalesce((select max(s.avg_width) from pg_stats s where s.schemaname = n.nspname and s.tablename = c.relname
          and s.attname = a.attname), 0) as width
      from wanted join pg_class c using (oid) join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attname = wanted.attname and a.attnum > 0
      where c.relkind = 'r'
      order by 1, 2\
      """;

  IdentityFacts {
    columns = List.copyOf(columns);
  }

  static IdentityFacts ask(Connection connection, Collection<TagShape> shapes) throws SQLException {
    List<String> tables = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    shapes.forEach(shape ->
        shape
            .columns()
            .forEach(column -> {
              tables.add(shape.table());
              columns.add(column);
            }));
    return new IdentityFacts(Asked.list(connection, SQL, IdentityFacts::read, tables, columns));
  }

  /** What the API instances have registered; nothing where the setup knows no shapes. */
  static Set<TagShape> registered(Connection connection) throws SQLException {
    if (!Asked.exists(connection, "plimsoll.shapes")) {
      return Set.of();
    }
    String sql =
        "select relation, array_to_string(columns, E'\\x01') as columns from plimsoll.shapes";
    return Set.copyOf(
        Asked.list(
            connection,
            sql,
            row ->
                new TagShape(
                    row.getString("relation"),
                    List.of(row.getString("columns").split("\u0001", -1)))));
  }

  private static Column read(ResultSet row) throws SQLException {
    return new Column(
        row.getString("tab"),
        row.getString("col"),
        row.getString("identity"),
        row.getBoolean("told"),
        row.getBoolean("can_leave"),
        row.getInt("width"));
  }
}
