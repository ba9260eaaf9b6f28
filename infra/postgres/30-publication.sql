-- The tables of plimsoll.tables: rights of the roles, replica identity, publication. Tables are only ever added.
do $$
begin
  if not exists (select from pg_publication where pubname = 'plimsoll') then
    -- Never FOR ALL TABLES: an UPDATE of a published table without a key fails in the application that runs it.
    create publication plimsoll for table plimsoll.heartbeat, plimsoll.ddl, plimsoll.shapes
      with (publish = 'insert, update, delete, truncate', publish_via_partition_root = false);
  end if;
  -- One that was made before there were shapes.
  if not exists (
    select from pg_publication_rel pr join pg_publication p on p.oid = pr.prpubid
    where p.pubname = 'plimsoll' and pr.prrelid = 'plimsoll.shapes'::regclass
  ) then
    lock table plimsoll.shapes in share row exclusive mode;
    alter publication plimsoll add table plimsoll.shapes;
  end if;
end
$$;

do $$
declare
  item text;
  parts text[];
  rel pg_class;
  member pg_class;
  seq regclass;
  full_name text;
  member_name text;
begin
  for item in
    select btrim(m[1]) from regexp_matches(current_setting('plimsoll.tables'), '((?:[^,"]|"[^"]*")+)', 'g') as m
  loop
    parts := parse_ident(item);
    if array_length(parts, 1) = 1 then
      parts := array['public'] || parts;
    end if;
    full_name := format('%I.%I', parts[1], parts[2]);
    select * into strict rel from pg_class where oid = full_name::regclass;

    execute format('grant usage on schema %I to plimsoll_reader, plimsoll_writer, plimsoll_capture', parts[1]);
    execute format('grant select on %s to plimsoll_reader, plimsoll_writer, plimsoll_capture', full_name);
    insert into plimsoll.watched as w values (rel.oid, parts[1] || '.' || parts[2])
      on conflict (relation) do update set name = excluded.name where w.name <> excluded.name;
    continue when rel.relkind = 'm'; -- REFRESH is told by the event trigger

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
