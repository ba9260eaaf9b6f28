-- The three roles that Plimsoll's services log in as, and the one that makes and revokes API keys. None is a superuser, none
-- has a password yet:
--   alter role plimsoll_reader password '…';
do $$
declare
  item text;
begin
  foreach item in array array['plimsoll_reader', 'plimsoll_writer', 'plimsoll_capture', 'plimsoll_admin'] loop
    if not exists (select from pg_roles where rolname = item) then
      execute format('create role %I login nosuperuser nocreatedb nocreaterole', item);
      -- Names without a schema mean public, whatever else is created later.
      execute format('alter role %I set search_path = public', item);
    end if;
    if not has_database_privilege(item, current_database(), 'connect') then
      execute format('grant connect on database %I to %I', current_database(), item);
    end if;
  end loop;
  -- The API analyses SQL by a temporary function, in a transaction that is rolled back.
  if not has_database_privilege('plimsoll_reader', current_database(), 'temporary') then
    execute format('grant temporary on database %I to plimsoll_reader', current_database());
  end if;
  -- A write that is part of a trace tells the change stream so. Everybody may, unless it was revoked from PUBLIC.
  for item in
    select oid::regprocedure from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace and proname = 'pg_logical_emit_message'
      and not has_function_privilege('plimsoll_writer', oid, 'execute')
  loop
    execute format('grant execute on function %s to plimsoll_writer', item);
  end loop;
end
$$;

alter role plimsoll_reader login noreplication;
alter role plimsoll_writer login noreplication;
alter role plimsoll_capture login replication;
alter role plimsoll_admin login noreplication;

-- A cached read must not write: inside a writing transaction it would see its own uncommitted rows.
alter role plimsoll_reader set default_transaction_read_only = on;
