package io.plimsoll.local.doctor;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The publication, and the tables that must be in it: those of the catalog, and those that its
 * views read.
 *
 * @param missing names of the catalog that are no table or view of this database
 */
record PublicationFacts(
    String name, Optional<Publication> publication, List<Table> tables, List<String> missing) {
  /** A publication that exists. */
  record Publication(boolean allTables, List<String> unpublished, boolean viaRoot) {}

  /**
   * One table or view.
   *
   * @param name {@code schema.name}
   * @param quoted as SQL takes it
   * @param kind of pg_class: r, p, v, m, f
   * @param logged whether its changes are in the WAL
   * @param updatable whether an UPDATE works once it is published
   */
  record Table(
      String name,
      String quoted,
      String quotedSchema,
      String kind,
      boolean logged,
      boolean published,
      boolean filtered,
      boolean updatable,
      boolean watched,
      boolean readable) {
    boolean own() {
      return name.startsWith("plimsoll.");
    }

    /** Whether its rows come with the stream. */
    boolean streams() {
      return kind.equals("r") || kind.equals("p");
    }
  }

  private static final String PUBLICATION =
      """
      select puballtables, pubviaroot, concat_ws(',', case when not pubinsert then 'insert' end, case when not pubupdate then 'update' end,
        case when not pubdelete then 'delete' end, case when not pubtruncate then 'truncate' end) as unpublished
      from pg_publication where pubname = ?\
      """;

  private static final String TABLES =
      """
      with recursive wanted (oid) as (
        select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname || '.' || c.relname = any (?)
        union
        select found.oid from wanted join pg_class v using (oid) cross join lateral (
          select d.refobjid from pg_rewrite r join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
            where r.ev_class = v.oid and v.relkind = 'v' and d.refclassid = 'pg_class'::regclass
          union all
          select i.inhrelid from pg_inherits i join pg_class child on child.oid = i.inhrelid
            where i.inhparent = v.oid and not child.relispartition
        ) found (oid)
      )
      select n.nspname || '.' || c.relname as name, format('%I.%I', n.nspname, c.relname) as quoted, quote_ident(n.nspname) as schema,
        c.relkind::text as kind, c.relpersistence = 'p' as logged,
        exists (select from pg_publication_rel pr join pg_publication p on p.oid = pr.prpubid
            where p.pubname = ? and (pr.prrelid = c.oid or pr.prrelid in (select a.relid from pg_partition_ancestors(c.oid) a)))
          or exists (select from pg_publication_namespace pn join pg_publication p on p.oid = pn.pnpubid
            where p.pubname = ? and pn.pnnspid = n.oid)
          or exists (select from pg_publication where pubname = ? and puballtables) as published,
        exists (select from pg_publication_rel pr join pg_publication p on p.oid = pr.prpubid
          where p.pubname = ? and pr.prrelid = c.oid and (pr.prqual is not null or pr.prattrs is not null)) as filtered,
        c.relkind = 'p' or c.relreplident = 'f' or exists (select from pg_index i
          where i.indrelid = c.oid and i.indimmediate and i.indisvalid
            and case c.relreplident when 'd' then i.indisprimary when 'i' then i.indisreplident end) as updatable,
        coalesce((select has_table_privilege(oid, c.oid, 'select') and has_schema_privilege(oid, n.oid, 'usage')
          from pg_roles where rolname = 'plimsoll_reader'), false) as readable,
        c.oid in (select relation from WATCHED) as watched
      from wanted join pg_class c using (oid) join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'f')
      order by n.nspname collate "C", c.relname collate "C"\
      """;

  private static final String NOTHING = "(select null::oid as relation where false) as nothing";

  PublicationFacts {
    tables = List.copyOf(tables);
    missing = List.copyOf(missing);
  }

  static PublicationFacts ask(Connection connection, String name, List<String> wanted)
      throws SQLException {
    Optional<Publication> publication =
        Asked.list(connection, PUBLICATION, PublicationFacts::publication, name).stream()
            .findFirst();
    String sql =
        TABLES.replace(
            "WATCHED", Asked.exists(connection, "plimsoll.watched") ? "plimsoll.watched" : NOTHING);
    List<Table> tables =
        Asked.list(connection, sql, PublicationFacts::table, wanted, name, name, name, name);
    List<String> known = tables.stream().map(Table::name).toList();
    return new PublicationFacts(
        name,
        publication,
        tables,
        wanted.stream().filter(table -> !known.contains(table)).toList());
  }

  /** The tables that the setup was told of, for a doctor without a catalog. */
  static List<String> watched(Connection connection) throws SQLException {
    return Asked.exists(connection, "plimsoll.watched")
        ? Asked.list(
            connection,
            "select name from plimsoll.watched order by name",
            row -> row.getString("name"))
        : List.of();
  }

  private static Publication publication(ResultSet row) throws SQLException {
    return new Publication(
        row.getBoolean("puballtables"),
        SlotFacts.names(row.getString("unpublished")),
        row.getBoolean("pubviaroot"));
  }

  private static Table table(ResultSet row) throws SQLException {
    return new Table(
        row.getString("name"),
        row.getString("quoted"),
        row.getString("schema"),
        row.getString("kind"),
        row.getBoolean("logged"),
        row.getBoolean("published"),
        row.getBoolean("filtered"),
        row.getBoolean("updatable"),
        row.getBoolean("watched"),
        row.getBoolean("readable"));
  }
}
