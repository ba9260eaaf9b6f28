-- Checks everything the other files rely on, and reports all that is missing at once. Changes nothing.
do $$
declare
  problem text;
  problems text[] := '{}';
  listed text;
  item text;
  parts text[];
  rel pg_class;
  base record;
begin
  -- Two setups at the same time take turns. Held to the end of the transaction (psql --single-transaction).
  perform pg_advisory_xact_lock(5785225440721731585);

  if current_setting('server_version_num')::int < 150000 then
    problems := problems || format('PostgreSQL %s is too old: 15 or later is needed', current_setting('server_version'));
  end if;
  if pg_is_in_recovery() then
    problems := problems || 'this server is a standby: run the setup on the primary'::text;
  end if;
  if current_setting('wal_level') <> 'logical' then
    problems := problems || format(
      'wal_level is %s, must be logical: run "alter system set wal_level = logical" and restart PostgreSQL',
      current_setting('wal_level'));
  end if;
  foreach item in array array['max_replication_slots', 'max_wal_senders'] loop
    if current_setting(item)::int < 1 then
      problems := problems || format('%s is 0, must be at least 1: run "alter system set %s = 10" and restart PostgreSQL', item, item);
    end if;
  end loop;

  if not (select rolsuper from pg_roles where rolname = current_user) then
    problems := problems || format(
      'role %I is not a superuser: event triggers and a role with REPLICATION can only be made by one; run the setup as a superuser such as postgres',
      current_user);
  end if;
  for problem in
    select format('role %I exists and is a superuser: run "alter role %I nosuperuser"', rolname, rolname)
    from pg_roles where rolsuper and rolname in ('plimsoll_reader', 'plimsoll_writer', 'plimsoll_capture', 'plimsoll_admin')
  loop
    problems := problems || problem;
  end loop;
  -- Whoever owns the schema can replace what superusers run from it.
  for problem in
    select format('schema plimsoll belongs to %I, who is not a superuser: drop it or change its owner', r.rolname)
    from pg_namespace n join pg_roles r on r.oid = n.nspowner
    where n.nspname = 'plimsoll' and not r.rolsuper
  loop
    problems := problems || problem;
  end loop;
  if exists (select from pg_publication where pubname = 'plimsoll' and puballtables) then
    problems := problems ||
      'publication plimsoll is FOR ALL TABLES, which makes updates of tables without a key fail: drop it'::text;
  end if;

  listed := coalesce(current_setting('plimsoll.tables', true), '');
  if btrim(listed) = '' then
    problems := problems ||
      'plimsoll.tables is empty: set it to the tables to watch, such as ''public.articles,public.users'''::text;
  end if;
  -- Commas within double quotes belong to a name.
  for item in select btrim(m[1]) from regexp_matches(listed, '((?:[^,"]|"[^"]*")+)', 'g') as m loop
    begin
      parts := parse_ident(item);
    exception when invalid_parameter_value then
      problems := problems || format('plimsoll.tables: %s is not a table name', item);
      continue;
    end;
    if array_length(parts, 1) = 1 then
      parts := array['public'] || parts;
    end if;
    select c.* into rel from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = parts[1] and c.relname = parts[2];
    if array_length(parts, 1) <> 2 or not found then
      problems := problems || format('table %s does not exist in database %I', array_to_string(parts, '.'), current_database());
    elsif parts[1] in ('plimsoll', 'pg_catalog', 'information_schema') then
      problems := problems || format('table %s is a system table: leave it out of plimsoll.tables', array_to_string(parts, '.'));
    elsif rel.relkind = 'v' then
      -- Its tables, through views over views. Nothing depends on what is pinned, such as pg_class: the rule's text names it.
      for base in
        with recursive reads (oid) as (
          select rel.oid
          union
          select found.oid from reads
            join pg_class v on v.oid = reads.oid and v.relkind = 'v'
              and v.relnamespace::regnamespace::text not in ('plimsoll', 'pg_catalog', 'information_schema')
            join pg_rewrite r on r.ev_class = v.oid
            cross join lateral (
              select d.refobjid from pg_depend d
                where d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
              union select m[1]::oid from regexp_matches(r.ev_action::text, ':relid (\d+)', 'g') as m
            ) found (oid)
        )
        select n.nspname || '.' || c.relname as name,
          case
            when n.nspname in ('plimsoll', 'pg_catalog', 'information_schema') then
              'a system table: its changes cannot be watched'
            when c.relkind = 'f' then 'a foreign table: its changes are not in the WAL and cannot be watched'
            when c.relkind <> 'm' and c.relpersistence <> 'p' then
              'unlogged or temporary: its changes are not in the WAL and cannot be watched'
            when c.relkind = 'p' and c.relreplident = 'd'
              and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and i.indimmediate) then
              'a partitioned table without a primary key: give it one'
          end as problem
        from reads join pg_class c using (oid) join pg_namespace n on n.oid = c.relnamespace
        where c.oid <> rel.oid and c.relkind in ('r', 'p', 'm', 'v', 'f')
        order by n.nspname collate "C", c.relname collate "C"
      loop
        if base.problem is not null then
          problems := problems || format('view %s reads %s, %s', array_to_string(parts, '.'), base.name, base.problem);
        end if;
      end loop;
    elsif rel.relkind not in ('r', 'p', 'm') then
      problems := problems || format(
        '%s is not a table or view: foreign tables, sequences and indexes cannot be watched', array_to_string(parts, '.'));
    elsif rel.relkind <> 'm' and rel.relpersistence <> 'p' then
      problems := problems || format(
        'table %s is unlogged or temporary: its changes are not in the WAL and cannot be watched', array_to_string(parts, '.'));
    elsif rel.relkind = 'p' and rel.relreplident = 'd'
      and not exists (select from pg_index i where i.indrelid = rel.oid and i.indisprimary and i.indimmediate) then
      -- A replica identity is not inherited: UPDATE would fail on the next partition that is made.
      problems := problems || format('partitioned table %s has no primary key: give it one', array_to_string(parts, '.'));
    end if;
  end loop;

  if cardinality(problems) > 0 then
    raise exception using errcode = 'object_not_in_prerequisite_state', message = array_to_string(problems, E'\n');
  end if;
end
$$;
