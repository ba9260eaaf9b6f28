-- 20 tenants, 300 agents with 30,000 heartbeats, 200 plans, 8,000 executions with 32,000 steps and 32,000 log lines, 9,000
-- audit events, 60 machines measured every three hours of half a year: the same rows on every run, from arithmetic alone.

-- Compiling these statements takes longer than running them.
set jit = off;

-- A number from 0 to n - 1 that looks random; different k give independent numbers for the same i.
create function pg_temp.pick(i bigint, k int, n int) returns int language sql immutable as
  $$ select ((((i * 7919 + k * 104729 + 42) % 1000003) * ((i * 31 + k * 7 + 5) % 999983) + i * k) % 1000003 % n)::int $$;

-- The i-th uuid of a kind: readable, so that a first request is quickly typed.
create function pg_temp.uid(kind int, i bigint) returns uuid language sql immutable as
  $$ select (lpad(to_hex(kind), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid $$;

create temp table words as select
  string_to_array('acme bluebird cobalt driftwood ember fjord glacier harvest ironbark juniper kelp lagoon marble nutmeg opal pebble quarry rowan sable tundra', ' ') as tenants,
  string_to_array('eu-central eu-north us-east us-west ap-south', ' ') as regions,
  string_to_array('deploy backup restore patch rotate-keys scale-out scale-in smoke-test failover cleanup', ' ') as plans,
  string_to_array('prepare fetch verify apply migrate restart probe report', ' ') as steps,
  string_to_array('connection to the registry took 812 ms,checksum matches,nothing to do,waiting for a lock,lock taken,4 files changed,service restarted,probe answered 200,disk is 71 % full,retrying in 5 s', ',') as messages,
  string_to_array('ada ben carla deniz emil fatima goran hanna', ' ') as people;

insert into tenants (id, slug, name, tier, created_at)
select pg_temp.uid(1, i), slug, initcap(slug), (array['free', 'team', 'enterprise'])[1 + pg_temp.pick(i, 1, 3)]::tenant_tier,
  timestamptz '2025-01-01 00:00+00' + i * interval '9 days'
from words w, unnest(w.tenants) with ordinality as t (slug, i);

-- 15 of each tenant.
insert into agents (id, tenant_id, name, region, version, status, labels, registered_at)
select pg_temp.uid(2, i), pg_temp.uid(1, 1 + (i - 1) / 15), 'agent-' || lpad((1 + (i - 1) % 15)::text, 2, '0'),
  w.regions[1 + pg_temp.pick(i, 2, 5)], '4.' || pg_temp.pick(i, 3, 6) || '.' || pg_temp.pick(i, 4, 10),
  (array['offline', 'degraded', 'retired', 'online'])[least(4, 1 + pg_temp.pick(i, 5, 16))]::agent_status,
  jsonb_build_object('rack', 1 + pg_temp.pick(i, 6, 40), 'gpu', pg_temp.pick(i, 7, 5) = 0),
  timestamptz '2025-06-01 00:00+00' + i * interval '7 hours'
from words w, generate_series(1, 300) as i;

-- The last hundred minutes of June.
insert into heartbeats (agent_id, minute, beats, cpu_percent, memory_mb)
select a.id, timestamptz '2026-06-30 22:20+00' + m * interval '1 minute', 1 + pg_temp.pick(a.i * 100 + m, 8, 6),
  pg_temp.pick(a.i * 100 + m, 9, 10000) / 100.0, 512 + pg_temp.pick(a.i * 100 + m, 10, 7680)
from (select id, row_number() over (order by id) as i from agents) as a, generate_series(0, 99) as m;

-- 10 of each tenant, with 4 steps each.
insert into plans (id, tenant_id, name, description, active, created_at)
select pg_temp.uid(3, i), pg_temp.uid(1, 1 + (i - 1) / 10), w.plans[1 + (i - 1) % 10],
  'Runs ' || replace(w.plans[1 + (i - 1) % 10], '-', ' ') || ' on every machine of ' || initcap(w.tenants[1 + (i - 1) / 10]) || '.',
  pg_temp.pick(i, 11, 8) > 0, timestamptz '2025-07-01 00:00+00' + i * interval '11 hours'
from words w, generate_series(1, 200) as i;

insert into plan_steps (plan_id, position, name, command)
select pg_temp.uid(3, i), k, s.name, s.name || ' --plan ' || w.plans[1 + (i - 1) % 10] || ' --retries ' || pg_temp.pick(i * 4 + k, 13, 4)
from words w, generate_series(1, 200) as i, generate_series(1, 4) as k,
  lateral (select w.steps[k * 2 - pg_temp.pick(i * 4 + k, 12, 2)] as name) as s;

-- 40 of each plan, in turn; one of them runs and one waits.
insert into executions (id, tenant_id, plan_id, agent_id, status, queued_at, started_at, finished_at)
select pg_temp.uid(4, i), pg_temp.uid(1, t.tenant), pg_temp.uid(3, p.plan),
  pg_temp.uid(2, (t.tenant - 1) * 15 + 1 + pg_temp.pick(i, 21, 15)), s.status::execution_status,
  q.at, case when s.status <> 'queued' then q.at + interval '20 seconds' end,
  case when s.status not in ('queued', 'running')
    then q.at + make_interval(secs => 60 + pg_temp.pick(i, 22, 1200)) end
from generate_series(1, 8000) as i,
  lateral (select 1 + (i - 1) % 200 as plan) as p,
  lateral (select 1 + (p.plan - 1) / 10 as tenant) as t,
  lateral (select case when i > 7800 then 'queued' when i > 7600 then 'running'
    else (array['failed', 'cancelled', 'succeeded'])[least(3, 1 + pg_temp.pick(i, 20, 12))] end as status) as s,
  lateral (select timestamptz '2026-01-01 00:00+00' + i * interval '32 minutes' as at) as q;

-- The steps of the plan; one that failed fails at its third.
insert into execution_steps (execution_id, position, name, status, seconds)
select e.id, s.position, s.name,
  case e.status
    when 'succeeded' then 'succeeded'
    when 'queued' then 'queued'
    when 'running' then (array['succeeded', 'running', 'queued', 'queued'])[s.position]::execution_status
    when 'failed' then (array['succeeded', 'succeeded', 'failed', 'cancelled'])[s.position]::execution_status
    else 'cancelled'
  end,
  case when e.status in ('succeeded', 'failed') and s.position < 4
    then (1 + pg_temp.pick(('x' || right(e.id::text, 6))::bit(24)::int, s.position, 900)) / 10.0 end
from executions e join plan_steps s on s.plan_id = e.plan_id;

-- A line for each step that began, in order.
insert into execution_logs (execution_id, level, message, at)
select e.id, case when s.status = 'failed' then 'error' else (array['debug', 'warn', 'info', 'info'])[1 + p.n % 4]::log_level end,
  s.name || ': ' || case when s.status = 'failed' then 'exit code ' || (1 + p.n) else w.messages[1 + p.n] end,
  e.started_at + s.position * interval '9 seconds'
from words w, executions e join execution_steps s on s.execution_id = e.id,
  lateral (select pg_temp.pick(('x' || right(e.id::text, 6))::bit(24)::int * 4 + s.position, 30, 10) as n) as p
where e.started_at is not null and s.status <> 'queued'
order by e.started_at, e.id, s.position;

insert into audit_events (tenant_id, actor, action, target_type, target_id, detail, at)
select tenant_id, actor, action, target_type, target_id, detail, at
from (
  select e.tenant_id, w.people[1 + p.i % 8] as actor, 'execution.start' as action, 'execution' as target_type,
    e.id as target_id, jsonb_build_object('plan', e.plan_id) as detail, e.queued_at as at
  from words w, executions e, lateral (select ('x' || right(e.id::text, 6))::bit(24)::int as i) as p
  union all
  select e.tenant_id, 'system', 'execution.fail', 'execution', e.id, '{}', e.finished_at
  from executions e where e.status = 'failed'
  union all
  select a.tenant_id, 'system', 'agent.register', 'agent', a.id, jsonb_build_object('version', a.version), a.registered_at
  from agents a
) as e
order by at, target_id;

-- 3 of each tenant.
insert into vms (id, tenant_id, agent_id, name, state, vcpus, memory_mb, created_at)
select pg_temp.uid(5, i), pg_temp.uid(1, 1 + (i - 1) / 3),
  pg_temp.uid(2, ((i - 1) / 3) * 15 + 1 + pg_temp.pick(i, 40, 15)),
  'vm-' || (1 + (i - 1) % 3), (array['stopped', 'running'])[least(2, 1 + pg_temp.pick(i, 41, 6))]::vm_state,
  (array[2, 4, 8])[1 + pg_temp.pick(i, 42, 3)], (array[4096, 8192, 16384])[1 + pg_temp.pick(i, 43, 3)],
  timestamptz '2025-12-01 00:00+00' + i * interval '5 hours'
from generate_series(1, 60) as i;

insert into vm_metrics (vm_id, at, cpu_percent, memory_mb, disk_iops)
select pg_temp.uid(5, i), timestamptz '2026-01-01 00:00+00' + h * interval '3 hours',
  pg_temp.pick(i * 2000 + h, 50, 10000) / 100.0, 256 + pg_temp.pick(i * 2000 + h, 51, 3840), pg_temp.pick(i * 2000 + h, 52, 5000)
from generate_series(1, 60) as i, generate_series(0, 181 * 8 - 1) as h;

drop table words;
drop function pg_temp.pick, pg_temp.uid;
reset jit;
analyze tenants, agents, heartbeats, plans, plan_steps, executions, execution_steps, execution_logs, audit_events, vms,
  vm_metrics;
