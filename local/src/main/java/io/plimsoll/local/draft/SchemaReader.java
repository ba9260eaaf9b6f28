package io.plimsoll.local.draft;

import io.plimsoll.core.catalog.ParamType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads tables, keys and foreign keys from Postgres's catalogs, always in the same order. */
final class SchemaReader {
  private static final Map<String, ParamType> TYPES =
      Map.ofEntries(
          Map.entry("int2", ParamType.SMALLINT),
          Map.entry("int4", ParamType.INT),
          Map.entry("int8", ParamType.BIGINT),
          Map.entry("numeric", ParamType.NUMERIC),
          Map.entry("bool", ParamType.BOOLEAN),
          Map.entry("text", ParamType.TEXT),
          Map.entry("varchar", ParamType.TEXT),
          Map.entry("uuid", ParamType.UUID),
          Map.entry("date", ParamType.DATE),
          Map.entry("timestamptz", ParamType.TIMESTAMPTZ));

  /** Partitions are read through their root; an extension's tables are not the user's. */
  private static final String TABLES =
      """
      select c.oid, n.nspname, c.relname, c.relkind::text as kind, c.relpersistence = 'p' as logged,
        case n.nspname when 'public' then '' else quote_ident(n.nspname) || '.' end || quote_ident(c.relname) as quoted
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any (?) and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
        and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
      order by array_position(?, n.nspname::text), c.relname collate "C"\
      """;

  private static final String COLUMNS =
      """
      with recursive base (oid, type) as (
        select oid, oid from pg_type where typtype <> 'd'
        union all
        select t.oid, b.type from pg_type t join base b on b.oid = t.typbasetype where t.typtype = 'd'
      )
      select a.attname, quote_ident(a.attname) as quoted, format_type(a.atttypid, a.atttypmod) as type,
        case when n.nspname = 'pg_catalog' then t.typname else '' end as base
      from pg_attribute a join base b on b.oid = a.atttypid join pg_type t on t.oid = b.type join pg_namespace n on n.oid = t.typnamespace
      where a.attrelid = ? and a.attnum > 0 and not a.attisdropped
      order by a.attnum\
      """;

  private static final String KEYS =
      """
      select i.indisprimary as is_key, (select array_agg(a.attname::text order by k.place)
          from unnest(i.indkey) with ordinality k (num, place) join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.num
          where k.place <= i.indnkeyatts) as columns
      from pg_index i join pg_class c on c.oid = i.indexrelid
      where i.indrelid = ? and i.indisunique and i.indpred is null and i.indexprs is null
      order by i.indisprimary desc, c.relname collate "C"\
      """;

  private static final String FOREIGN_KEYS =
      """
      select n.nspname as schema, p.relname as parent, (select array_agg(a.attname::text order by k.place)
          from unnest(f.conkey) with ordinality k (num, place) join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.num) as columns
      from pg_constraint f join pg_class p on p.oid = f.confrelid join pg_namespace n on n.oid = p.relnamespace
      where f.conrelid = ? and f.contype = 'f' and f.conparentid = 0
      order by f.conname collate "C"\
      """;

  private final Connection connection;

  SchemaReader(Connection connection) {
    this.connection = connection;
  }

  /** All tables and views of the schemas, in the order of these. */
  List<Table> tables(List<String> schemas) throws SQLException {
    List<Table> tables = new ArrayList<>();
    Object names = connection.createArrayOf("text", schemas.toArray());
    try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
      statement.setObject(1, names);
      statement.setObject(2, names);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          tables.add(table(row));
        }
      }
    }
    return tables;
  }

  private Table table(ResultSet row) throws SQLException {
    long oid = row.getLong("oid");
    Map<String, Column> columns = new LinkedHashMap<>();
    each(
        COLUMNS,
        oid,
        found -> {
          String name = found.getString("attname");
          columns.put(
              name,
              new Column(
                  name,
                  found.getString("quoted"),
                  found.getString("type"),
                  Optional.ofNullable(TYPES.get(found.getString("base")))));
        });
    List<Column> key = new ArrayList<>();
    List<List<Column>> uniques = new ArrayList<>();
    each(
        KEYS,
        oid,
        found -> {
          List<Column> some = columns(found, columns);
          if (found.getBoolean("is_key")) {
            key.addAll(some);
          } else if (!uniques.contains(some)) {
            uniques.add(some);
          }
        });
    List<Table.ForeignKey> foreignKeys = new ArrayList<>();
    each(
        FOREIGN_KEYS,
        oid,
        found ->
            foreignKeys.add(
                new Table.ForeignKey(
                    columns(found, columns),
                    found.getString("schema"),
                    found.getString("parent"))));
    return new Table(
        row.getString("nspname"),
        row.getString("relname"),
        row.getString("quoted"),
        row.getString("kind"),
        row.getBoolean("logged"),
        List.copyOf(columns.values()),
        key,
        uniques,
        foreignKeys);
  }

  private static List<Column> columns(ResultSet row, Map<String, Column> all) throws SQLException {
    String[] names = (String[]) row.getArray("columns").getArray();
    return Arrays.stream(names)
        .map(name -> java.util.Objects.requireNonNull(all.get(name), name))
        .toList();
  }

  private interface Reader {
    void read(ResultSet row) throws SQLException;
  }

  private void each(String sql, long oid, Reader reader) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, oid);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          reader.read(row);
        }
      }
    }
  }
}
