package io.plimsoll.api.origin;

import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.ParamType;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.catalog.SqlUses;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a cast can give another result although no row changes: {@code 'now'} brought to a date,
 * a name brought to an oid, or code of the user's.
 */
final class CastCheck {
  /** What {@code 'now'} can be read as, by names in pg_type; an interval cannot. */
  private static final Set<String> MOMENTS =
      Set.of(
          "date",
          "time",
          "timetz",
          "timestamp",
          "timestamptz",
          "daterange",
          "tsrange",
          "tstzrange",
          "datemultirange",
          "tsmultirange",
          "tstzmultirange");

  /** An array is as its elements are. */
  private static final String TYPE =
      """
      select t.typname, case
        when n.nspname <> 'pg_catalog' then 'is not built in, and its input may be any code'
        when exists (
          select from pg_cast c join pg_proc p on p.oid = c.castfunc
            join pg_namespace f on f.oid = p.pronamespace
          where c.casttarget = t.oid and f.nspname <> 'pg_catalog')
          then 'can be the target of a cast that is not built in'
        end
      from pg_type given
        join pg_type t
          on t.oid = case when given.typcategory = 'A' then given.typelem else given.oid end
        join pg_namespace n on n.oid = t.typnamespace
      where given.oid = to_regtype(?)\
      """;

  /** A cast without being asked for one; those of extensions are their authors' care. */
  private static final String IMPLICIT =
      """
      select format('the cast from %s to %s is implicit and not built in',
          c.castsource::regtype, c.casttarget::regtype)
      from pg_cast c join pg_proc p on p.oid = c.castfunc
        join pg_namespace f on f.oid = p.pronamespace
      where c.castcontext = 'i' and f.nspname <> 'pg_catalog'
        and not exists (
          select from pg_depend d
          where d.classid = 'pg_cast'::regclass and d.objid = c.oid and d.deptype = 'e')
      order by 1 limit 1\
      """;

  /** A column of numbers, moments or truth cannot hold the word; of one not known here it may. */
  private static final String MAY_BE_TEXT =
      """
      select wanted.name
      from unnest(?) as wanted (name)
      where not coalesce((
        select bool_and(t.typcategory in ('B', 'D', 'N', 'T'))
        from unnest(?) as named (name)
          join pg_attribute a on a.attrelid = to_regclass(named.name) and a.attnum > 0
          join pg_type t on t.oid = a.atttypid
        where a.attname::text = wanted.name), false)
      order by 1 limit 1\
      """;

  private CastCheck() {}

  static Optional<String> obstacle(Connection reader, QueryDef query) throws SQLException {
    for (SqlUses.Cast cast : query.sql().uses().casts()) {
      Optional<String> reason = obstacle(reader, query, cast);
      if (reason.isPresent()) {
        return reason;
      }
    }
    try (PreparedStatement statement = reader.prepareStatement(IMPLICIT)) {
      return first(statement);
    }
  }

  private static Optional<String> obstacle(Connection reader, QueryDef query, SqlUses.Cast cast)
      throws SQLException {
    try (PreparedStatement statement = reader.prepareStatement(TYPE)) {
      statement.setString(1, cast.type());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return cast.certain()
              ? Optional.of("it casts to " + cast.type() + ", a type that is not found")
              : Optional.empty();
        }
        String type = row.getString(1);
        String reason = row.getString(2);
        return reason == null
            ? value(reader, query, cast, type)
            : Optional.of("it casts to " + type + ", which " + reason);
      }
    }
  }

  private static Optional<String> value(
      Connection reader, QueryDef query, SqlUses.Cast cast, String type) throws SQLException {
    boolean names = type.startsWith("reg");
    if (!names && !MOMENTS.contains(type)) {
      return Optional.empty();
    }
    String why = names ? "names are looked up" : "'now' would be a moment";
    List<String> texts =
        query.params().stream()
            .filter(p -> p.type().element() == ParamType.TEXT)
            .map(Param::name)
            .filter(name -> cast.parameters().contains(name))
            .toList();
    if (!texts.isEmpty()) {
      return Optional.of(
          "it casts the text :%s to %s, where %s".formatted(texts.getFirst(), type, why));
    }
    return mayBeText(reader, query, cast)
        .map(column -> "it casts %s to %s, where %s".formatted(column, type, why));
  }

  private static Optional<String> mayBeText(Connection reader, QueryDef query, SqlUses.Cast cast)
      throws SQLException {
    if (cast.columns().isEmpty()) {
      return Optional.empty();
    }
    String[] tables = query.tables().stream().map(Regclass::quoted).toArray(String[]::new);
    try (PreparedStatement statement = reader.prepareStatement(MAY_BE_TEXT)) {
      statement.setArray(1, reader.createArrayOf("text", cast.columns().toArray(String[]::new)));
      statement.setArray(2, reader.createArrayOf("text", tables));
      return first(statement);
    }
  }

  private static Optional<String> first(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
    }
  }
}
