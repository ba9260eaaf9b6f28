-- Plimsoll's own tables and the functions that the services call.
create schema if not exists plimsoll;

-- One unbroken history of this server. UNLOGGED on purpose: crash recovery, promotion and restore empty it, which
-- is exactly when visible commits may be lost and transaction ids used again. A clean restart keeps it.
create unlogged table if not exists plimsoll.incarnation (
  single boolean primary key default true check (single),
  token text not null
);

-- One row, updated by beat(): how far a reader of the change stream is.
create table if not exists plimsoll.heartbeat (
  id int primary key default 1 check (id = 1),
  started_micros bigint not null,
  xid bigint not null,
  incarnation text not null
) with (fillfactor = 10);

-- Changes that make no row event: DDL and REFRESH MATERIALIZED VIEW. Filled by 40-ddl.sql, pruned by beat().
create table if not exists plimsoll.ddl (
  id bigint generated always as identity primary key,
  relation text not null,
  command text not null,
  at timestamptz not null default now()
);
comment on column plimsoll.ddl.relation is 'schema.table, or * when any answer may have changed';

-- The watched tables and the names they are known by, which a rename does not tell.
create table if not exists plimsoll.watched (
  relation oid primary key,
  name text not null
);

-- The columns of each table that the services make keyed tags of: the capture hashes them out of every change from the
-- record of the transaction on that registers them. Filled by register_shapes(). No service deletes a row; an operator
-- may (README.md), and a service that still needs it registers it again.
create table if not exists plimsoll.shapes (
  id bigint generated always as identity,
  relation text not null check (octet_length(relation) between 3 and 200),
  columns text[] not null check (
    cardinality(columns) between 1 and 32 and array_position(columns, null) is null
    and octet_length(array_to_string(columns, '')) <= 2016),
  registered timestamptz not null default now(),
  primary key (relation, columns)
);
comment on column plimsoll.shapes.id is 'the order of the commits: writers take turns';
comment on column plimsoll.shapes.columns is 'in the order of their bytes';

-- What each Idempotency-Key was answered, told in the transaction of the write itself. Both keys are SHA-256. The body is the
-- row that the write returned. In no publication: nothing of it leaves the database. Purged by the services.
create table if not exists plimsoll.idempotency (
  key bytea primary key check (octet_length(key) = 32),
  request bytea not null check (octet_length(request) = 32),
  xid xid8 not null,
  incarnation text not null,
  status smallint,
  body bytea,
  at timestamptz not null default now()
) with (fillfactor = 70);
create index if not exists idempotency_at on plimsoll.idempotency (at);
comment on column plimsoll.idempotency.status is 'null only within the transaction that writes';

-- Who may ask the API. A key is 256 random bits, shown once when it is made; here is only its SHA-256 in hexadecimal. A slow
-- hash with salt protects what people choose, which can be guessed; of 256 random bits there is nothing to guess. The hash
-- is the primary key, so that a change of a row tells it, and ends what was cached under it.
create table if not exists plimsoll.api_keys (
  hash text collate "C" primary key check (hash ~ '^[0-9a-f]{64}$'),
  id text collate "C" not null unique check (id ~ '^[0-9a-z]{1,32}$'),
  name text not null check (length(name) between 1 and 200),
  tenant text check (length(tenant) between 1 and 200),
  scopes text[] not null default '{}' check (array_position(scopes, null) is null),
  rate_requests int check (rate_requests > 0),
  rate_seconds int check (rate_seconds > 0),
  created timestamptz not null default now(),
  expires timestamptz check (isfinite(expires)),
  revoked timestamptz,
  check ((rate_requests is null) = (rate_seconds is null))
);
comment on column plimsoll.api_keys.id is 'names the key in lists and logs; says nothing of it';
comment on column plimsoll.api_keys.tenant is 'what :tenant is in the SQL of the catalog';
-- What operators have ended by hand: each row goes through the change stream like a change of the application, so it
-- reaches every cache in order, and an answer that was read before it is stored by none. Filled and pruned by invalidate().
create table if not exists plimsoll.invalidated (
  id bigint generated always as identity primary key,
  relation text not null check (octet_length(relation) between 1 and 200),
  tag text check (octet_length(tag) between 1 and 200),
  at timestamptz not null default now()
);
comment on column plimsoll.invalidated.relation is 'schema.table, or * for everything';
comment on column plimsoll.invalidated.tag is
  'name of a tag, as if such a row had changed; * for a change of any row; null for the whole table';

-- Returns the token of this history, and makes one when there is none. The form is
-- <system identifier>-<database>-<timeline>-<uuid>; one that came here with a dump or a template has other numbers.
create or replace function plimsoll.ensure_incarnation() returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  history text := (select system_identifier from pg_control_system())
    || '-' || (select oid from pg_database where datname = current_database())
    || '-' || ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int || '-';
  found_token text;
begin
  select i.token into found_token from plimsoll.incarnation i;
  if starts_with(found_token, history) then
    return found_token;
  end if;
  insert into plimsoll.incarnation as i (token) values (history || gen_random_uuid())
    on conflict (single) do update
      set token = case when starts_with(i.token, history) then i.token else excluded.token end
    returning i.token into found_token;
  return found_token;
end
$$;

-- Ends this history by hand: for a server that was restored from a cold copy, which keeps its unlogged table.
create or replace function plimsoll.renew_incarnation() returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from plimsoll.incarnation;
  return plimsoll.ensure_incarnation();
end
$$;

-- On a standby: the history whose WAL it receives, in the form in which an incarnation begins. NULL on a primary and while
-- nothing is received. In a statement it is evaluated behind the snapshot, and WAL is received before it is replayed: so
-- what the statement shows is of this timeline or of one before it, never of one that this server was not told of.
create or replace function plimsoll.standby_history() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.system_identifier || '-' || d.oid || '-' || r.received_tli || '-'
  from pg_control_system() c, pg_stat_get_wal_receiver() r, pg_database d
  where pg_is_in_recovery() and d.datname = current_database()
$$;

-- A heartbeat: one transaction, which must be the caller's whole transaction. started_micros is Redis TIME in
-- microseconds since 1970.
--
-- The lock comes before the transaction has an id, and PostgreSQL releases it only after the transaction has become
-- visible. So a beat's id is above every id that was assigned before the beat before it was visible.
create or replace function plimsoll.beat(started_micros bigint) returns table (xid text, incarnation text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  token text;
  own xid8;
begin
  if pg_current_xact_id_if_assigned() is not null then
    raise exception 'plimsoll.beat() must be alone in its transaction, which has already written'
      using errcode = 'active_sql_transaction';
  end if;
  perform pg_advisory_xact_lock(5785225440721731586);
  token := plimsoll.ensure_incarnation();
  own := pg_current_xact_id();
  insert into plimsoll.heartbeat as h (started_micros, xid, incarnation)
    values (beat.started_micros, own::text::bigint, token)
    on conflict (id) do update
      set started_micros = excluded.started_micros, xid = excluded.xid, incarnation = excluded.incarnation;
  -- Ten at a time, oldest first: constant work, and the table stays a day long. Never the newest: its id is the
  -- version of the schema.
  delete from plimsoll.ddl d
    using (select o.id, o.at from plimsoll.ddl o order by o.id limit 10) oldest
    where d.id = oldest.id and oldest.at < now() - interval '1 day'
      and d.id < (select max(newest.id) from plimsoll.ddl newest);
  return query select own::text, token;
end
$$;

-- Registers shapes that are missing, [{"relation": "public.articles", "columns": ["author_id"]}, …], and returns how many
-- were. The caller's transaction is to end at once; it may not stay idle for longer than ten seconds.
--
-- The lock comes before a row has an id, and PostgreSQL releases it only after the transaction has become visible, also
-- when it waits for a synchronous standby. So ids have the order of the commits: what has been decoded up to some commit
-- is the rows up to some id. And whoever waits for the lock sees all that was decoded before: see registered_shapes().
create or replace function plimsoll.register_shapes(shapes jsonb) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  added int;
begin
  perform set_config('idle_in_transaction_session_timeout', '10s', true);
  lock table plimsoll.shapes in share row exclusive mode;
  insert into plimsoll.shapes (relation, columns)
    select s.relation, array(select distinct c collate "C" from unnest(s.columns) c order by 1)
    from jsonb_to_recordset(register_shapes.shapes) as s(relation text, columns text[])
    on conflict do nothing;
  get diagnostics added = row_count;
  if (select count(*) from plimsoll.shapes) > 2000 then
    raise exception 'plimsoll.shapes would have more than 2000 rows: delete those that no catalog needs any more'
      using errcode = 'program_limit_exceeded';
  end if;
  return added;
end
$$;

-- All that is registered, in order. Waits for those who are writing there: whatever the change stream has told of before
-- the call, visible by then or not, is in the answer.
create or replace function plimsoll.registered_shapes() returns table (relation text, columns text[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  lock table plimsoll.shapes in share mode;
  return query select s.relation, s.columns from plimsoll.shapes s order by s.id;
end
$$;

-- Ends answers, [{"relation": "public.articles", "tag": "…"}, …], and returns what a token is made of. The caller's
-- transaction is to end at once. A publication that does not tell of it would make this an empty promise.
create or replace function plimsoll.invalidate(publication text, targets jsonb) returns table (xid text, incarnation text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  if not exists (
    select from pg_publication_rel r join pg_publication p on p.oid = r.prpubid
    where p.pubname = publication and r.prrelid = 'plimsoll.invalidated'::regclass and p.pubinsert
  ) then
    raise exception 'publication % does not have plimsoll.invalidated: run the setup again', quote_ident(publication)
      using errcode = 'object_not_in_prerequisite_state';
  end if;
  if jsonb_array_length(targets) not between 1 and 1000 then
    raise exception 'between 1 and 1000 tags can be invalidated at once, were %', jsonb_array_length(targets)
      using errcode = 'program_limit_exceeded';
  end if;
  insert into plimsoll.invalidated (relation, tag)
    select t.relation, t.tag from jsonb_to_recordset(targets) as t(relation text, tag text);
  delete from plimsoll.invalidated i
    using (select o.id from plimsoll.invalidated o order by o.id limit 2000) oldest
    where i.id = oldest.id and i.at < now() - interval '1 day';
  return query select pg_current_xact_id()::text, (select i.token from plimsoll.incarnation i);
end
$$;

-- Only where needed: a REVOKE invalidates everything (see 40-ddl.sql), and running this again must not.
do $$
begin
  if exists (
    select from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
    where p.pronamespace = 'plimsoll'::regnamespace and a.grantee = 0
  ) then
    revoke execute on all functions in schema plimsoll from public;
  end if;
end
$$;

grant usage on schema plimsoll to plimsoll_reader, plimsoll_writer, plimsoll_capture, plimsoll_admin;
-- A reader stores an answer only under the schema that the catalog was checked against: the newest row of ddl tells.
grant select on plimsoll.incarnation, plimsoll.heartbeat, plimsoll.ddl, plimsoll.watched to plimsoll_reader, plimsoll_writer;
grant select on plimsoll.incarnation, plimsoll.heartbeat, plimsoll.ddl, plimsoll.watched to plimsoll_capture;
grant select on plimsoll.shapes to plimsoll_reader, plimsoll_capture;
grant select, insert, update, delete on plimsoll.idempotency to plimsoll_writer;
-- A key is made and revoked; nobody changes another part of it, or forgets that there was one.
grant select on plimsoll.api_keys to plimsoll_reader, plimsoll_capture;
grant select, insert, update (revoked) on plimsoll.api_keys to plimsoll_admin;
grant execute on function plimsoll.standby_history(), plimsoll.register_shapes(jsonb), plimsoll.invalidate(text, jsonb)
  to plimsoll_reader;
grant execute on function plimsoll.registered_shapes() to plimsoll_capture;
grant execute on function plimsoll.ensure_incarnation(), plimsoll.renew_incarnation(), plimsoll.beat(bigint) to plimsoll_capture;
