-- The control plane of a hosting company: tenants have agents that run plans, and virtual machines that are measured.
create type tenant_tier as enum ('free', 'team', 'enterprise');
create type agent_status as enum ('online', 'degraded', 'offline', 'retired');
create type execution_status as enum ('queued', 'running', 'succeeded', 'failed', 'cancelled');
create type log_level as enum ('debug', 'info', 'warn', 'error');
create type vm_state as enum ('provisioning', 'running', 'stopped', 'deleted');

create table tenants (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique,
  name text not null,
  tier tenant_tier not null default 'free',
  created_at timestamptz not null default now()
);

create table agents (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants,
  name text not null,
  region text not null,
  version text not null,
  status agent_status not null default 'offline',
  labels jsonb not null default '{}',
  registered_at timestamptz not null default now(),
  unique (tenant_id, name)
);

-- One row for each agent and minute, however often it beats. Nothing here ends the answers about plans and executions.
create table heartbeats (
  agent_id uuid not null references agents on delete cascade,
  minute timestamptz not null,
  beats int not null default 1,
  cpu_percent numeric(5, 2) not null,
  memory_mb int not null,
  primary key (agent_id, minute)
) with (fillfactor = 70);

create table plans (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants,
  name text not null,
  description text not null default '',
  active boolean not null default true,
  created_at timestamptz not null default now(),
  unique (tenant_id, name)
);

create table plan_steps (
  plan_id uuid not null references plans on delete cascade,
  position smallint not null,
  name text not null,
  command text not null,
  primary key (plan_id, position)
);

create table executions (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants,
  plan_id uuid not null references plans,
  agent_id uuid not null references agents,
  status execution_status not null default 'queued',
  queued_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);

create table execution_steps (
  execution_id uuid not null references executions on delete cascade,
  position smallint not null,
  name text not null,
  status execution_status not null default 'queued',
  seconds numeric(8, 1),
  primary key (execution_id, position)
);

create table execution_logs (
  id bigint generated always as identity primary key,
  execution_id uuid not null references executions on delete cascade,
  level log_level not null default 'info',
  message text not null,
  at timestamptz not null default now()
);

create table audit_events (
  id bigint generated always as identity primary key,
  tenant_id uuid not null references tenants,
  actor text not null,
  action text not null,
  target_type text not null,
  target_id uuid not null,
  detail jsonb not null default '{}',
  at timestamptz not null default now()
);

create table vms (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants,
  agent_id uuid references agents on delete set null,
  name text not null,
  state vm_state not null default 'provisioning',
  vcpus smallint not null,
  memory_mb int not null,
  created_at timestamptz not null default now(),
  unique (tenant_id, name)
);

-- A partition a month, and one for what is outside of them. A month that is no longer wanted is detached, not deleted.
create table vm_metrics (
  vm_id uuid not null references vms on delete cascade,
  at timestamptz not null,
  cpu_percent numeric(5, 2) not null,
  memory_mb int not null,
  disk_iops int not null,
  primary key (vm_id, at)
) partition by range (at);
create table vm_metrics_2026_01 partition of vm_metrics for values from ('2026-01-01 00:00+00') to ('2026-02-01 00:00+00');
create table vm_metrics_2026_02 partition of vm_metrics for values from ('2026-02-01 00:00+00') to ('2026-03-01 00:00+00');
create table vm_metrics_2026_03 partition of vm_metrics for values from ('2026-03-01 00:00+00') to ('2026-04-01 00:00+00');
create table vm_metrics_2026_04 partition of vm_metrics for values from ('2026-04-01 00:00+00') to ('2026-05-01 00:00+00');
create table vm_metrics_2026_05 partition of vm_metrics for values from ('2026-05-01 00:00+00') to ('2026-06-01 00:00+00');
create table vm_metrics_2026_06 partition of vm_metrics for values from ('2026-06-01 00:00+00') to ('2026-07-01 00:00+00');
create table vm_metrics_rest partition of vm_metrics default;

-- Each agent with its newest heartbeat.
create view agent_health as
select a.id, a.tenant_id, a.name, a.region, a.version, a.status, h.minute as last_beat, h.cpu_percent, h.memory_mb
from agents a
left join lateral (
  select b.minute, b.cpu_percent, b.memory_mb
  from heartbeats b
  where b.agent_id = a.id
  order by b.minute desc
  limit 1
) h on true
where a.status <> 'retired';

-- Each tenant's agents by region, from the view above.
create view fleet_overview as
select t.id as tenant_id, t.slug, h.region,
  count(*) as agents,
  count(*) filter (where h.status = 'online') as online,
  count(*) filter (where h.status = 'degraded') as degraded,
  count(*) filter (where h.status = 'offline') as offline,
  round(avg(h.cpu_percent), 2) as average_cpu,
  max(h.last_beat) as last_beat
from tenants t
join agent_health h on h.tenant_id = t.id
group by t.id, t.slug, h.region;

-- Executions of each plan, counted.
create view plan_stats as
select p.id as plan_id, p.tenant_id,
  count(e.id) as executions,
  count(e.id) filter (where e.status = 'succeeded') as succeeded,
  count(e.id) filter (where e.status = 'failed') as failed,
  max(e.finished_at) as last_finished
from plans p
left join executions e on e.plan_id = p.id
group by p.id, p.tenant_id;

-- Lists are by tenant and by plan, which are not in the primary keys, and these rows change: the change stream must tell
-- what they were before, so that an execution that ends leaves the lists of its own plan and tenant alone to be read anew.
alter table agents replica identity full;
alter table executions replica identity full;

-- The others keep the default. Logs and audit events are only ever added, and an insert tells all columns; heartbeats,
-- steps and metrics have in their primary key what queries ask by; plans, tenants and vms change rarely.

create index executions_by_plan on executions (plan_id, queued_at, id);
create index executions_by_tenant on executions (tenant_id, queued_at, id);
create index executions_by_agent on executions (agent_id, queued_at);
create index execution_logs_by_execution on execution_logs (execution_id, id);
create index audit_events_by_tenant on audit_events (tenant_id, id);
create index audit_events_by_target on audit_events (target_id, id);
create index vms_by_agent on vms (agent_id);
