-- DDL and REFRESH MATERIALIZED VIEW change answers without a row event: these event triggers write one row for each
-- object to plimsoll.ddl, in the same transaction, whoever runs the command.
--
--   schema.table   a table, view or materialized view was created, changed, refreshed or dropped
--   *              what can change any answer: functions, types, policies, operators, schemas, publications, a REVOKE …
--   nothing        temporary objects, indexes, sequences, triggers, constraints, comments, GRANT, statistics

-- Names that the DDL of a table can make stale besides its current one.
create or replace function plimsoll.also_affected(relations oid[]) returns setof text
language sql stable set search_path = pg_catalog, pg_temp as $$
  -- The name it was watched by, when this was a rename.
  select w.name from plimsoll.watched w where w.relation = any (relations)
  union
  -- It may be, or have been, a partition or child of a watched table: after DROP or NO INHERIT nothing says whose.
  select w.name from plimsoll.watched w join pg_class c on c.oid = w.relation and c.relhassubclass
$$;

create or replace function plimsoll.on_ddl() returns event_trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  relations oid[];
  names text[];
  anything boolean;
begin
  select
    array_agg(r.oid) filter (where r.relkind in ('r', 'p', 'v', 'm', 'f')),
    array_agg(n.nspname || '.' || r.relname) filter (where r.relkind in ('r', 'p', 'v', 'm', 'f')),
    coalesce(bool_or(
      case
        when c.classid is null then c.command_tag = 'REVOKE'
        when c.classid = 'pg_class'::regclass then r.relkind = 'c'
        when c.classid = 'pg_namespace'::regclass then c.object_identity <> 'plimsoll'
        -- What leaves a publication may no longer be told of. Whichever feeds the stream is not known here.
        when c.object_type like 'publication%' then true
        else c.object_type not in (
          'table constraint', 'domain constraint', 'trigger', 'default value', 'statistics object', 'default acl',
          'subscription', 'event trigger')
      end), false)
    into relations, names, anything
    from pg_event_trigger_ddl_commands() c
      left join pg_class r on c.classid = 'pg_class'::regclass and r.oid = c.objid
      left join pg_namespace n on n.oid = r.relnamespace
    where c.command_tag not in ('COMMENT', 'GRANT', 'ALTER DEFAULT PRIVILEGES')
      and c.schema_name is distinct from 'plimsoll'
      and c.schema_name is distinct from 'pg_temp'
      and r.relpersistence is distinct from 't';

  insert into plimsoll.ddl (relation, command)
    select name, tg_tag from (
      select unnest(names) as name
      union select plimsoll.also_affected(relations) where relations is not null
      union select '*' where anything
    ) affected order by name;
end
$$;

create or replace function plimsoll.on_drop() returns event_trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  relations oid[];
  names text[];
  anything boolean;
begin
  select
    array_agg(d.objid) filter (where d.classid = 'pg_class'::regclass),
    array_agg(d.address_names[1] || '.' || d.address_names[2]) filter (where d.classid = 'pg_class'::regclass),
    coalesce(bool_or(d.classid <> 'pg_class'::regclass or d.object_type = 'composite type'), false)
    into relations, names, anything
    from pg_event_trigger_dropped_objects() d
    -- What goes with its owner, such as a table's row type, is told by the owner.
    where (d.original or d.normal) and not d.is_temporary
      and d.schema_name is distinct from 'plimsoll'
      -- A view's own rule depends on the view's tables, like the view itself.
      and not (d.object_type = 'rule' and d.address_names[3] = '_RETURN')
      and d.object_type not in (
        'index', 'sequence', 'table constraint', 'domain constraint', 'trigger', 'default value', 'statistics object',
        'default acl', 'toast table', 'subscription', 'event trigger', 'role membership');

  insert into plimsoll.ddl (relation, command)
    select name, tg_tag from (
      select unnest(names) as name
      union select plimsoll.also_affected(relations) where relations is not null
      union select '*' where anything
    ) affected order by name;
end
$$;

do $$
begin
  if exists (
    select from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
    where p.pronamespace = 'plimsoll'::regnamespace and a.grantee = 0
  ) then
    revoke execute on all functions in schema plimsoll from public;
  end if;
  if not exists (select from pg_event_trigger where evtname = 'plimsoll_ddl') then
    create event trigger plimsoll_ddl on ddl_command_end execute function plimsoll.on_ddl();
    -- ALWAYS: also in sessions that set session_replication_role to replica, as restores do.
    alter event trigger plimsoll_ddl enable always;
  end if;
  if not exists (select from pg_event_trigger where evtname = 'plimsoll_drop') then
    create event trigger plimsoll_drop on sql_drop execute function plimsoll.on_drop();
    alter event trigger plimsoll_drop enable always;
  end if;
end
$$;
