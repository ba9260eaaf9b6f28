-- 12 organisations, 600 users, 15,000 risks with 30,000 assessments and 70,000 events, a marketplace of 40 connectors and
-- 120 apps: the same rows on every run, from arithmetic alone.

-- Compiling these statements takes longer than running them.
set jit = off;

-- A number from 0 to n - 1 that looks random; different k give independent numbers for the same i.
create function pg_temp.pick(i bigint, k int, n int) returns int language sql immutable as
  $$ select ((((i * 7919 + k * 104729 + 42) % 1000003) * ((i * 31 + k * 7 + 5) % 999983) + i * k) % 1000003 % n)::int $$;

create temp table words as select
  string_to_array('Ada Ben Carla Deniz Emil Fatima Goran Hanna Ines Jonas Kofi Lena Mateo Nadia Olga Pavel Quinn Rosa Sven Tara Umar Vera Wanda Yusuf Zoe', ' ') as first_names,
  string_to_array('Adler Brandt Castillo Dufour Eriksen Fischer Grant Holm Ivanov Jansen Keller Lindqvist Moreau Novak Okafor Petrov Quist Rossi Santos Tanaka Ueda Varga Weber Yilmaz', ' ') as last_names,
  string_to_array('Northwind,Blue Harbour,Cedar & Stone,Delta Freight,Evergreen Health,Ferrum Works,Granite Bank,Helio Energy,Iris Media,Juniper Foods,Kestrel Air,Lumen Telecom', ',') as organisations,
  string_to_array('Access Availability Compliance Continuity Data Finance Fraud People Privacy Projects Reputation Suppliers', ' ') as categories,
  string_to_array('Loss of,Leak from,Outage of,Unauthorised change to,Late delivery by,Single person behind,Missing backup of,Expired certificate on,Unpatched software on,Weak password on,Fraud through,Overload of', ',') as events,
  string_to_array('payment gateway,customer portal,data warehouse,identity provider,build pipeline,office network,mail relay,payroll system,warehouse scanner,mobile app,partner interface,backup store,billing engine,call centre,document archive,test environment', ',') as assets,
  string_to_array('after a migration,during peak season,caused by a supplier,without an audit trail,in one region,found by a customer,after a reorganisation,at quarter end,on old hardware,outside of office hours', ',') as circumstances,
  string_to_array('Two-factor login,Four-eyes release,Nightly backup,Restore drill,Access review,Log monitoring,Rate limit,Penetration test,Supplier audit,Encryption at rest,Fail-over test,Segregation of duties,Vulnerability scan,Awareness training,Insurance,Incident runbook,Change freeze,Data minimisation,Key rotation,Capacity alarm', ',') as controls,
  string_to_array('Atlas Beacon Cobalt Drift Ember Falcon Gantry Harvest Indigo Jetty Krypton Lattice Meridian Nimbus Orbit Pylon Quartz Ripple Summit Tangent', ' ') as products;

insert into organisations (slug, name)
select regexp_replace(lower(name), '[^a-z]+', '-', 'g'), name
from words w, unnest(w.organisations) with ordinality as o (name, i)
order by i;

-- 50 in each organisation, each name once.
insert into users (org_id, email, name)
select 1 + i / 50, lower(first || '.' || last) || '@' || o.slug || '.example', first || ' ' || last
from words w, generate_series(0, 599) as i,
  lateral (select w.first_names[1 + i % 25] as first, w.last_names[1 + i / 25] as last) as n,
  lateral (select slug from organisations where id = 1 + i / 50) as o
order by i;

insert into categories (name) select unnest(categories) from words;

insert into risks (org_id, title, description, category_id, owner_id, status, severity, likelihood, impact, review_on,
  created_at, updated_at, closed_at)
select
  o.org,
  e.event || ' the ' || e.asset || ' ' || e.circumstance,
  'Seen by ' || w.first_names[1 + pg_temp.pick(i, 4, 25)] || ', first on the '
    || w.assets[1 + pg_temp.pick(i, 5, 16)] || ', then ' || w.circumstances[1 + pg_temp.pick(i, 6, 10)] || '.',
  1 + pg_temp.pick(i, 7, 12),
  (o.org - 1) * 50 + 1 + pg_temp.pick(i, 8, 50),
  s.status,
  case when l.likelihood * l.impact >= 17 then 'critical' when l.likelihood * l.impact >= 10 then 'high'
    when l.likelihood * l.impact >= 5 then 'medium' else 'low' end,
  l.likelihood, l.impact,
  case when s.status <> 'closed' then date '2026-01-01' + pg_temp.pick(i, 9, 365) end,
  t.at, t.at + make_interval(days => pg_temp.pick(i, 10, 40)),
  case when s.status = 'closed' then t.at + make_interval(days => pg_temp.pick(i, 10, 40)) end
from words w, generate_series(1, 15000) as i,
  lateral (select 1 + pg_temp.pick(i, 1, 12) as org) as o,
  lateral (select w.events[1 + pg_temp.pick(i, 11, 12)] as event, w.assets[1 + pg_temp.pick(i, 12, 16)] as asset,
    w.circumstances[1 + pg_temp.pick(i, 3, 10)] as circumstance) as e,
  -- half of them open
  lateral (select (array['mitigating', 'accepted', 'closed', 'open'])[least(4, 1 + pg_temp.pick(i, 2, 6))] as status) as s,
  -- the lower, the more of them
  lateral (select 1 + least(pg_temp.pick(i, 13, 5), pg_temp.pick(i, 14, 5)) as likelihood,
    1 + least(pg_temp.pick(i, 15, 5), pg_temp.pick(i, 16, 6)) as impact) as l,
  lateral (select timestamptz '2024-01-01 00:00+00' + i * interval '67 minutes' as at) as t
order by i;

-- 100 in each organisation.
insert into controls (org_id, name, kind, effectiveness)
select 1 + i / 100, w.controls[1 + i % 20] || ', ' || w.assets[1 + pg_temp.pick(i, 20, 16)],
  (array['preventive', 'detective', 'corrective'])[1 + pg_temp.pick(i, 21, 3)], 20 + pg_temp.pick(i, 22, 80)
from words w, generate_series(0, 1199) as i
order by i;

-- None to 3 different ones for each risk; the last 8 controls of each organisation are not in use.
insert into risk_controls (risk_id, control_id, since)
select r.id, (r.org_id - 1) * 100 + 1 + (pg_temp.pick(r.id, 30, 92) + k * 37) % 92,
  (r.created_at at time zone 'UTC')::date + k * 3
from risks r, lateral generate_series(1, pg_temp.pick(r.id, 31, 4)) as k;

-- 1 to 4 for each risk, about a quarter apart, the last as the risk is now.
insert into assessments (risk_id, assessor_id, likelihood, impact, note, assessed_at)
select r.id, (r.org_id - 1) * 50 + 1 + pg_temp.pick(r.id * 5 + k, 40, 50),
  case when k = n.n then r.likelihood else 1 + pg_temp.pick(r.id * 5 + k, 41, 5) end,
  case when k = n.n then r.impact else 1 + pg_temp.pick(r.id * 5 + k, 42, 5) end,
  'As seen ' || w.circumstances[1 + pg_temp.pick(r.id * 5 + k, 43, 10)] || '.',
  r.created_at + make_interval(days => k * 90 - 85 + pg_temp.pick(r.id * 5 + k, 44, 30), mins => k)
from words w, risks r,
  lateral (select 1 + least(pg_temp.pick(r.id, 45, 4), pg_temp.pick(r.id, 46, 5)) as n) as n,
  lateral generate_series(1, n.n) as k
order by r.id, k;

insert into risk_events (org_id, risk_id, actor_id, kind, detail, at)
select org_id, risk_id, actor_id, kind, detail, at
from (
  select r.org_id, r.id as risk_id, r.owner_id as actor_id, 'created' as kind, '{}'::jsonb as detail, r.created_at as at
  from risks r
  union all
  select r.org_id, r.id, a.assessor_id, 'assessed',
    jsonb_build_object('likelihood', a.likelihood, 'impact', a.impact), a.assessed_at
  from assessments a join risks r on r.id = a.risk_id
  union all
  select r.org_id, r.id, r.owner_id, 'control-added', jsonb_build_object('control', c.control_id),
    (c.since + time '12:00') at time zone 'UTC'
  from risk_controls c join risks r on r.id = c.risk_id
  union all
  select r.org_id, r.id, r.owner_id, 'closed', '{}', r.closed_at
  from risks r where r.status = 'closed'
) as e
order by at, risk_id, kind, detail ->> 'control';

insert into connectors (slug, name, vendor, kind, published)
select lower(p.name || '-' || k.kind), p.name || ' ' || initcap(k.kind), p.name || ' Ltd', k.kind, pg_temp.pick(i, 50, 20) > 0
from words w, generate_series(0, 39) as i,
  lateral (select w.products[1 + i % 20] as name) as p,
  lateral (select (array['identity', 'cloud', 'ticketing', 'scanner', 'messaging'])[1 + (i + i / 20) % 5] as kind) as k
order by i;

insert into apps (slug, name, publisher, summary, version, published)
select lower(p.name || '-' || replace(t.topic, ' ', '-')), p.name || ' ' || initcap(t.topic), p.name || ' Ltd',
  'Brings ' || t.topic || ' into the risk register, from the ' || w.assets[1 + pg_temp.pick(i, 60, 16)] || '.',
  concat_ws('.', 1 + pg_temp.pick(i, 61, 4), pg_temp.pick(i, 62, 10), pg_temp.pick(i, 63, 20)),
  pg_temp.pick(i, 64, 20) > 0
from words w, generate_series(0, 119) as i,
  lateral (select w.products[1 + i % 20] as name) as p,
  lateral (select (array['findings', 'asset owners', 'incidents', 'supplier scores', 'audit evidence', 'policy checks'])[1 + i / 20] as topic) as t
order by i;

-- 1 to 3 different ones for each app.
insert into app_connectors (app_id, connector_id)
select a.id, 1 + (pg_temp.pick(a.id, 70, 40) + k * 13) % 40
from apps a, lateral generate_series(0, pg_temp.pick(a.id, 71, 3)) as k;

-- About 30 different ones in each organisation.
insert into app_installs (org_id, app_id, version, installed_by, installed_at)
select o.id, a.id, a.version, (o.id - 1) * 50 + 1 + pg_temp.pick(o.id * 1000 + a.id, 80, 50),
  timestamptz '2025-01-01 00:00+00' + make_interval(hours => pg_temp.pick(o.id * 1000 + a.id, 81, 8760))
from organisations o, apps a
where pg_temp.pick(o.id * 1000 + a.id, 82, 4) = 0
order by o.id, a.id;

drop table words;
drop function pg_temp.pick;
reset jit;
analyze organisations, users, categories, risks, controls, risk_controls, assessments, risk_events, connectors, apps,
  app_connectors, app_installs;
