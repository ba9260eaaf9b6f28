-- A risk register for several organisations, and a marketplace of connectors and apps that they install.
create table organisations (
  id bigint generated always as identity primary key,
  slug text not null unique,
  name text not null
);

create table users (
  id bigint generated always as identity primary key,
  org_id bigint not null references organisations,
  email text not null unique,
  name text not null
);

create table categories (
  id int generated always as identity primary key,
  name text not null unique
);

create table risks (
  id bigint generated always as identity primary key,
  org_id bigint not null references organisations,
  title text not null check (title <> ''),
  description text not null default '',
  category_id int not null references categories,
  owner_id bigint not null references users,
  status text not null default 'open' check (status in ('open', 'mitigating', 'accepted', 'closed')),
  severity text not null check (severity in ('low', 'medium', 'high', 'critical')),
  likelihood smallint not null check (likelihood between 1 and 5),
  impact smallint not null check (impact between 1 and 5),
  review_on date,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  closed_at timestamptz
);

create table controls (
  id bigint generated always as identity primary key,
  org_id bigint not null references organisations,
  name text not null,
  kind text not null check (kind in ('preventive', 'detective', 'corrective')),
  effectiveness smallint not null check (effectiveness between 0 and 100)
);

create table risk_controls (
  risk_id bigint not null references risks on delete cascade,
  control_id bigint not null references controls on delete cascade,
  since date not null,
  primary key (risk_id, control_id)
);

create table assessments (
  id bigint generated always as identity primary key,
  risk_id bigint not null references risks on delete cascade,
  assessor_id bigint not null references users,
  likelihood smallint not null check (likelihood between 1 and 5),
  impact smallint not null check (impact between 1 and 5),
  note text not null default '',
  assessed_at timestamptz not null default now()
);

-- What happened, for the timeline. The organisation is repeated here, so that its timeline needs no join.
create table risk_events (
  id bigint generated always as identity primary key,
  org_id bigint not null references organisations,
  risk_id bigint not null references risks on delete cascade,
  actor_id bigint references users,
  kind text not null check (kind in ('created', 'updated', 'assessed', 'control-added', 'control-removed', 'closed')),
  detail jsonb not null default '{}',
  at timestamptz not null default now()
);

create table connectors (
  id int generated always as identity primary key,
  slug text not null unique,
  name text not null,
  vendor text not null,
  kind text not null check (kind in ('identity', 'cloud', 'ticketing', 'scanner', 'messaging')),
  published boolean not null default true
);

create table apps (
  id int generated always as identity primary key,
  slug text not null unique,
  name text not null,
  publisher text not null,
  summary text not null default '',
  version text not null,
  published boolean not null default true
);

create table app_connectors (
  app_id int not null references apps on delete cascade,
  connector_id int not null references connectors on delete cascade,
  primary key (app_id, connector_id)
);

create table app_installs (
  org_id bigint not null references organisations on delete cascade,
  app_id int not null references apps on delete cascade,
  version text not null,
  installed_by bigint not null references users,
  installed_at timestamptz not null default now(),
  primary key (org_id, app_id)
);

-- Lists of risks and controls are by organisation, which is not in the primary key. Their rows change and go: the change
-- stream must tell what they were before, so that only the lists they leave are ended.
alter table risks replica identity full;
alter table controls replica identity full;

-- The others keep the default. Assessments and events are only ever added, and an insert tells all columns; links and
-- installs have in their primary key what queries ask by; users and the marketplace change rarely.

-- Keyset paging: each page begins behind the last row of the page before.
create index risks_by_org on risks (org_id, id);
create index risks_by_score on risks (org_id, (likelihood * impact), id) where status <> 'closed';
create index risks_by_review on risks (org_id, review_on, id) where status <> 'closed';
create index risks_by_owner on risks (owner_id);
create index risks_by_category on risks (category_id);
create index risks_search on risks using gin (to_tsvector('english', title || ' ' || description));
create index users_by_org on users (org_id, id);
create index controls_by_org on controls (org_id, id);
create index risk_controls_by_control on risk_controls (control_id);
create index assessments_by_risk on assessments (risk_id, assessed_at, id);
create index assessments_by_assessor on assessments (assessor_id);
create index risk_events_by_org on risk_events (org_id, at, id);
create index risk_events_by_risk on risk_events (risk_id, at, id);
create index risk_events_by_actor on risk_events (actor_id);
create index app_connectors_by_connector on app_connectors (connector_id);
create index app_installs_by_app on app_installs (app_id);
create index app_installs_by_user on app_installs (installed_by);
