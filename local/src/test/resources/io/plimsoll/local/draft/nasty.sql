-- What a schema may have that a draft must survive.
create schema "Sales Dept";
create schema "dotted.schema";
create type mood as enum ('ok', 'bad');
create domain short_text as varchar(20);

-- Names that need quotes, are reserved, hold colons and question marks, or differ in case only.
create table "Order" (
  "Id" bigint primary key, "select" text unique, "weird ""name" int, "na:me?" text, mood mood, doc jsonb,
  password_hash text, "apiToken" text unique
);
create table "order" (id int primary key, parent_id int references "order", "limit" int not null, after text);
create table words (
  id int primary key, value text unique, key text, position int, interval interval, "end" int, start int, "left" int,
  "offset" int, top int, qualify int, pivot int, sample int, "current_user" text unique, "session_user" text, final int,
  groups text, "values" int, "window" int, "user" text, skip int, xmlserialize int, procedure int, emit int
);
create table "日本" (id int primary key, "名" text unique);
create table "new
line" (id int primary key);
create table pg_like (id int primary key);
create table "dotted.name" (id int primary key);
create table "dotted.schema".inside (id int primary key);

-- Keys of several columns, and references to them.
create table tenants (id uuid primary key, slug short_text not null unique);
create table projects (tenant_id uuid references tenants, number int, title text, primary key (tenant_id, number), unique (tenant_id, title));
create table tasks (
  tenant_id uuid, project_number int, number smallint, assignee text, doubled int generated always as (number * 2) stored,
  primary key (tenant_id, project_number, number), foreign key (tenant_id, project_number) references projects
);
create table notes (
  id bigint generated always as identity primary key, tenant_id uuid, project_number int, task_number smallint,
  reply_to bigint references notes, body text, foreign key (tenant_id, project_number, task_number) references tasks
);
create table odd_params (
  "limit" int references "order", after text, primary key (after, "limit")
);
create table two_refs (id int primary key, a int references "order", b int references "order");
create table one_to_one (id int primary key references "order", note text);
create table flags (tenant_id uuid references tenants, set_on date, set_at timestamptz, on_ boolean, amount numeric,
  primary key (tenant_id, set_at, amount, on_, set_on));

-- What has no query, or not every one.
create table nokey (a int, tenant_id uuid references tenants);
create table by_address (address inet primary key, tenant_id uuid references tenants);
create table by_char (code char(5) primary key, tenant_id uuid unique references tenants);
create table sessions (token text primary key, tenant_id uuid references tenants);
create table secrets (secret int primary key);
create unlogged table fleeting (id int primary key);
create table partly (id int primary key, a text, b text);
create unique index on partly (lower(a));
create unique index on partly (b) where a is null;
create table metrics (id bigint, day date, value float8, primary key (id, day)) partition by range (day);
create table metrics_2026 partition of metrics for values from ('2026-01-01') to ('2027-01-01');
create view seen as select id from tenants;
create materialized view counted as select count(*) as n from tenants;

create table "Sales Dept"."Order" (id int primary key, "order" bigint references public."Order");
