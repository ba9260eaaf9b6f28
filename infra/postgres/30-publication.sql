-- The tables of plimsoll.tables, and those that its views read: rights of the roles, replica identity, publication. Tables
-- are only ever added.
do $$
declare
  own text;
begin
  if not exists (select from pg_publication where pubname = 'plimsoll') then
    -- Never FOR ALL TABLES: an UPDATE of a published table without a key fails in the application that runs it.
    create publication plimsoll
      for table plimsoll.heartbeat, plimsoll.ddl, plimsoll.shapes, plimsoll.invalidated, plimsoll.api_keys
      with (publish = 'insert, update, delete, truncate', publish_via_partition_root = false);
  end if;
  -- One that was made before there were shapes, invalidations by hand, or keys.
  foreach own in array array['plimsoll.shapes', 'plimsoll.invalidated', 'plimsoll.api_keys'] loop
    if not exists (
      select from pg_publication_rel pr join pg_publication p on p.oid = pr.prpubid
      where p.pubname = 'plimsoll' and pr.prrelid = own::regclass
    ) then
      execute format('lock table %s in share row exclusive mode', own);
      execute format('alter publication plimsoll add table %s', own);
    end if;
  end loop;
  -- Answers about keys are cached like all others.
  insert into plimsoll.watched as w values ('plimsoll.api_keys'::regclass, 'plimsoll.api_keys')
    on conflict (relation) do update set name = excluded.name where w.name <> excluded.name;
end
$$;

do $$
declare
  rel record;
  member pg_class;
  seq regclass;
  full_name text;
  member_name text;
begin
  for rel in
    with recursive listed (oid, place) as (
      select format('%I.%I', name[1], name[2])::regclass::oid, item.place
      from regexp_matches(current_setting('plimsoll.tables'), '((?:[^,"]|"[^"]*")+)', 'g') with ordinality as item (m, place),
        lateral (select parse_ident(btrim(m[1]))) as parsed (parts),
        lateral (select case array_length(parts, 1) when 1 then array['public'] || parts else parts end) as full_ (name)
    ), reads (oid, place, named) as (
      select oid, place, true from listed
      union
      -- A view's relations; 00-preflight.sql has refused what cannot be watched.
      select d.refobjid, reads.place, false from reads
        join pg_class v on v.oid = reads.oid and v.relkind = 'v'
        join pg_rewrite r on r.ev_class = v.oid
        join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
    )
    select c.oid, c.relname, c.relkind, n.nspname, bool_or(reads.named) as named
    from reads join pg_class c using (oid) join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm', 'v')
    group by c.oid, c.relname, c.relkind, n.nspname
    order by min(reads.place), bool_or(reads.named) desc, c.oid
  loop
    full_name := format('%I.%I', rel.nspname, rel.relname);
    execute format('grant usage on schema %I to plimsoll_reader, plimsoll_writer, plimsoll_capture', rel.nspname);
    execute format('grant select on %s to plimsoll_reader, plimsoll_writer, plimsoll_capture', full_name);
    insert into plimsoll.watched as w values (rel.oid, rel.nspname || '.' || rel.relname)
      on conflict (relation) do update set name = excluded.name where w.name <> excluded.name;
    -- REFRESH is told by the event trigger, and a view's changes are its tables'.
    continue when rel.relkind in ('m', 'v');

    if rel.named then
      execute format('grant insert, update, delete on %s to plimsoll_writer', full_name);
      -- Sequences that belong to a column or that a column's default reads.
      for seq in
        select s.oid from pg_class s join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = s.oid
        where s.relkind = 'S' and d.refclassid = 'pg_class'::regclass and d.refobjid = rel.oid
        union
        select s.oid from pg_attrdef a
          join pg_depend d on d.classid = 'pg_attrdef'::regclass and d.objid = a.oid and d.refclassid = 'pg_class'::regclass
          join pg_class s on s.oid = d.refobjid and s.relkind = 'S'
        where a.adrelid = rel.oid
      loop
        execute format('grant usage on sequence %s to plimsoll_writer', seq);
      end loop;
    end if;

    -- The table and all its partitions and children. Without a usable identity an UPDATE would fail in the application
    -- that runs it; a deferrable primary key is none.
    for member in
      with recursive tree (oid) as (
        select rel.oid union select i.inhrelid from pg_inherits i join tree on i.inhparent = tree.oid
      )
      select c.* from tree join pg_class c using (oid) order by c.oid
    loop
      member_name := format('%s.%I', member.relnamespace::regnamespace, member.relname);
      if member.relkind = 'r' and member.relreplident <> 'f' and not exists (
        select from pg_index i
        where i.indrelid = member.oid and i.indimmediate and i.indisvalid
          and case member.relreplident when 'd' then i.indisprimary when 'i' then i.indisreplident end
      ) then
        execute format('alter table only %s replica identity full', member_name);
        raise notice 'table % has no usable primary key: set to REPLICA IDENTITY FULL, so that its updates keep working',
          member_name;
      end if;
      -- Partitions are published with their root.
      if (member.oid = rel.oid or not member.relispartition) and not exists (
        select from pg_publication_rel pr join pg_publication p on p.oid = pr.prpubid
        where p.pubname = 'plimsoll' and pr.prrelid = member.oid
      ) then
        -- Waits for those who have written the table: a decoder must not keep an old answer about it for them.
        execute format('lock table only %s in share row exclusive mode', member_name);
        execute format('alter publication plimsoll add table only %s', member_name);
      end if;
    end loop;
  end loop;
end
$$;
