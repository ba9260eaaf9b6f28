package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Lsn;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@link Identities} read from the catalog: all at the start, one table again on each of its DDL
 * events or when it is new. Not thread-safe; one for each run of the engine.
 */
final class SampledIdentities implements Identities {
  private static final String ALL = "*";

  // The snapshot is older than the position: what it shows was committed before that.
  private static final String SQL =
      """
      select n.nspname || '.' || c.relname as name, c.relreplident::text as identity,
        array(select a.attname::text from pg_index i join pg_attribute a on a.attrelid = c.oid
            and a.attnum = any((i.indkey::int2[])[0:i.indnkeyatts - 1])
          where i.indrelid = c.oid and i.indisprimary) as key,
        array(select a.attname::text from pg_attribute a
            join pg_collation l on l.oid = a.attcollation
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            and not l.collisdeterministic) as fuzzy,
        array(with recursive up(parent) as (
            select inhparent from pg_inherits where inhrelid = c.oid
            union select i.inhparent from pg_inherits i join up on i.inhrelid = up.parent)
          select pn.nspname || '.' || p.relname from up
            join pg_class p on p.oid = up.parent join pg_namespace pn on pn.oid = p.relnamespace
          ) as ancestors,
        pg_current_wal_insert_lsn()::text as position
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and (? = '*' or n.nspname || '.' || c.relname = ?)\
      """;

  private final Database database;
  private final Map<String, TableIdentity> known = new HashMap<>();

  SampledIdentities(Database database) throws SQLException {
    this.database = database;
    sample(ALL);
  }

  /** All tables of a publication, partitions instead of their parents. */
  static List<String> published(Database database, String publication) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Connection connection = database.connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "select schemaname || '.' || tablename from pg_publication_tables where pubname = ?")) {
      statement.setString(1, publication);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          tables.add(row.getString(1));
        }
      }
    }
    return tables;
  }

  @Override
  public Optional<TableIdentity> at(String table, Lsn row) throws SQLException {
    return sampled(table).filter(identity -> row.compareTo(identity.sampledAt()) >= 0);
  }

  @Override
  public Set<String> ancestors(String table) throws SQLException {
    return sampled(table).map(TableIdentity::ancestors).orElse(Set.of());
  }

  private Optional<TableIdentity> sampled(String table) throws SQLException {
    if (!known.containsKey(table)) {
      sample(table);
    }
    return Optional.ofNullable(known.get(table));
  }

  @Override
  public void changed(String table) throws SQLException {
    // All: also a child's ancestors may have changed.
    known.clear();
    sample(ALL);
  }

  private void sample(String table) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(SQL)) {
      statement.setString(1, table);
      statement.setString(2, table);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          known.put(row.getString("name"), identity(row));
        }
      }
    }
  }

  private static TableIdentity identity(ResultSet row) throws SQLException {
    return new TableIdentity(
        TableIdentity.Kind.of(row.getString("identity")),
        texts(row.getArray("key")),
        texts(row.getArray("fuzzy")),
        texts(row.getArray("ancestors")),
        Lsn.parse(row.getString("position")));
  }

  private static Set<String> texts(Array array) throws SQLException {
    return Set.of((String[]) array.getArray());
  }
}
