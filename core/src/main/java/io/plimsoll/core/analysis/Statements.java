package io.plimsoll.core.analysis;

/** What {@link PostgresSchema} asks. */
final class Statements {
  static final String EQUALITIES =
      """
      select o.oid::bigint from pg_operator o
        join pg_type l on l.oid = o.oprleft join pg_type r on r.oid = o.oprright
      where o.oprname = '=' and o.oprnamespace = 'pg_catalog'::regnamespace
        and (l.typname in ('int2', 'int4', 'int8') and r.typname in ('int2', 'int4', 'int8')
          or l.oid = r.oid and l.typname in ('text', 'uuid', 'bool', 'date', 'anyenum'))\
      """;

  static final String COLUMNS =
      """
      select a.attnum::int, a.attname::text, quote_ident(a.attname),
        format_type(a.atttypid, null),
        case when t.typnamespace = 'pg_catalog'::regnamespace then t.typname::text else '' end, t.typtype::text,
        coalesce(c.collisdeterministic, true), a.attgenerated <> ''
      from pg_attribute a
        join pg_type t on t.oid = a.atttypid left join pg_collation c on c.oid = a.attcollation
      where a.attrelid = ?::oid and a.attnum > 0 and not a.attisdropped\
      """;

  /** Of plain columns only; a deferrable constraint may be violated for a while. */
  static final String INDEXES =
      """
      select array(select a.attname::text
          from unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) with ordinality k (attnum, n)
            join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
          order by k.n),
        i.indisunique and i.indimmediate and i.indpred is null, i.indisprimary
      from pg_index i
      where i.indrelid = ?::oid and i.indisvalid and i.indexprs is null\
      """;

  /**
   * Why not every change of a relation is told. A partition is published with its root; other
   * children each by themselves.
   */
  static final String RELATION =
      """
      with recursive asked (publication) as (values (?)),
      tree (oid, relispartition, depth) as (
        select w.oid, false, 0 from wanted w
        union all
        select c.oid, c.relispartition, t.depth + 1
        from pg_inherits i join tree t on i.inhparent = t.oid join pg_class c on c.oid = i.inhrelid),
      up (oid, partition) as (
        select w.oid, w.relispartition from wanted w
        union all
        select i.inhparent, p.relispartition
        from pg_inherits i join up u on i.inhrelid = u.oid and u.partition
          join pg_class p on p.oid = i.inhparent),
      published (oid) as (
        select r.prrelid from pg_publication_rel r join pg_publication p on p.oid = r.prpubid
        where p.pubname = ? and r.prqual is null and r.prattrs is null
          and p.pubinsert and p.pubupdate and p.pubdelete and p.pubtruncate),
      wanted as materialized (select * from pg_class where oid = ?::oid)
      select n.nspname || '.' || c.relname, c.relkind::text,
        quote_ident(n.nspname) || '.' || quote_ident(c.relname), c.relreplident::text,
        case
          when n.nspname in ('pg_catalog', 'information_schema') then
            'is a system table, whose changes cannot be followed'
          when c.relkind = 'f' then 'is a foreign table, whose changes are not seen here'
          when c.relkind = 'S' then 'is a sequence, whose changes are not seen here'
          when c.relkind not in ('r', 'p', 'm', 'v') then 'is of kind ' || c.relkind::text
          when c.relkind in ('r', 'p') and exists (
            select from tree t join pg_class k on k.oid = t.oid where k.relpersistence <> 'p') then
            'is unlogged or temporary, so its changes are not in the WAL'
          when c.relkind in ('r', 'p') and exists (
            select from tree t join pg_class k on k.oid = t.oid where k.relkind = 'f') then
            'has a foreign table among its partitions or children'
          when exists (select from tree t join pg_class k on k.oid = t.oid where k.relrowsecurity)
            then 'has row level security, whose policies may read other tables and the session'
          when c.relkind in ('r', 'p') and exists (
            select from tree t
            where (t.depth > 0 and not t.relispartition and t.oid not in (select oid from published))
              or (t.depth = 0 and not exists (select from up join published using (oid))))
            then 'is not wholly in publication ' || a.publication || '; run the origin setup with it'
          when c.relkind in ('r', 'p', 'm') and not exists (
            select from plimsoll.watched w
            where w.relation = c.oid and w.name = n.nspname || '.' || c.relname)
            then 'is not watched under this name; run the origin setup with it'
        end,
        has_any_column_privilege(c.oid, 'select')
      from wanted c join pg_namespace n on n.oid = c.relnamespace, asked a\
      """;

  static final String VIEW =
      "select ev_action::text from pg_rewrite where ev_class = ?::oid and rulename = '_RETURN'";

  static final String COLLATION = "select collisdeterministic from pg_collation where oid = ?::oid";

  static final String TYPE =
      """
      select t.typname::text, t.typtype::text, n.nspname = 'pg_catalog', t.typinput::oid::bigint,
        case t.typcategory when 'A' then t.typelem::bigint else 0 end
      from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.oid = ?::oid\
      """;

  static final String LABEL = "select enumlabel::text from pg_enum where oid = ?::oid";

  static final String ROUTINE =
      """
      select case when n.nspname = 'pg_catalog' then '' else n.nspname || '.' end || p.proname,
        p.provolatile::text, n.nspname = 'pg_catalog',
        p.prokind <> 'a' and l.lanname = 'internal' or l.lanname in ('internal', 'c') and (n.nspname = 'pg_catalog' or exists (
          select from pg_depend d
          where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'))
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        join pg_language l on l.oid = p.prolang
      where p.oid = ?::oid\
      """;

  static final String OPERATOR =
      """
      select oprname::text, format_type(oprleft, null), format_type(oprright, null), oprcode::oid::bigint
      from pg_operator where oid = ?::oid\
      """;

  static final String ENCODING = "select current_setting('server_encoding')";

  private Statements() {}
}
