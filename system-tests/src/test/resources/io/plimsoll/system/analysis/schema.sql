-- What the queries of the cases read. Replica identities are DEFAULT unless said otherwise, so of old rows the
-- primary key alone is told.
create type article_status as enum ('draft', 'open', 'closed');
create domain address as text check (value like '%@%');
create collation folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false);

create table teams (id int primary key, name text not null);
create table users (
  id bigint primary key,
  name text not null,
  email text not null unique,
  team_id int,
  admin boolean not null default false);
create table categories (id int primary key, parent_id int, name text);
create index on categories (parent_id);
create table articles (
  id bigint primary key,
  author_id bigint not null,
  category_id int,
  title text,
  body text,
  slug varchar(40),
  status article_status,
  published boolean,
  created_on date,
  created_at timestamptz,
  token uuid unique,
  price numeric,
  code char(4),
  nick text collate folded,
  size int generated always as (length(body)) stored,
  labels text[],
  meta jsonb);
create index on articles (author_id);
create table comments (id bigint primary key, article_id bigint not null, author_id bigint, body text);
create index on comments (article_id);
alter table comments replica identity full;
create table tags (id int primary key, name text not null unique);
create table article_tags (article_id bigint, tag_id int, primary key (article_id, tag_id));
create index on article_tags (tag_id);
create table votes (article_id bigint, user_id bigint, value int, primary key (article_id, user_id));
create index on votes (user_id);
create table ratings (article_id bigint, user_id bigint, value int, primary key (article_id, user_id));
alter table ratings replica identity full;
create table follows (follower bigint, followee bigint, primary key (follower, followee));
create table contacts (id int primary key, address address);
create table "Odd Name" (id int primary key, "Odd Column" text);
create schema app;
create table app.items (id int primary key, kind text);

create table events (id bigint, at date, kind text, primary key (id, at)) partition by range (at);
create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');
create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
create table documents (id int primary key, kind text);
create table reports (pages int, primary key (id)) inherits (documents);

create view open_articles as select * from articles where status = 'open';
create view open_with_author as
  select o.id, o.title, o.author_id, u.name as author from open_articles o join users u on u.id = o.author_id;
create view author_counts as select author_id, count(*) as n from articles group by author_id;
create view newest as select * from articles order by id desc limit 10;
create view said as
  select author_id, title as words from articles union all select author_id, body from comments;
create view ancient as select * from articles where created_on < date 'today';
create view lottery as select * from articles order by random();
create materialized view article_counts as select author_id, count(*) as n from articles group by author_id;

-- What cannot be followed.
create unlogged table sessions (id bigint primary key, user_id bigint);
create view busy_users as select u.* from users u where exists (select from sessions s where s.user_id = u.id);
create table guarded (id int primary key, owner text);
alter table guarded enable row level security;
create table unpublished (id int primary key);
create table filtered (id int primary key, kind text);
create table narrowed (id int primary key, kind text);
create table parents (id int primary key);
create table children (primary key (id)) inherits (parents);
create table hidden (id int primary key);
create sequence counter;
create foreign data wrapper nowhere;
create server elsewhere foreign data wrapper nowhere;
create foreign table far (id int) server elsewhere;

create function twice(n int) returns int immutable language sql as 'select n * 2';
create function author_name(a articles) returns text stable language sql
  as 'select name from users where id = a.author_id';
create function same(a text, b text) returns boolean immutable language sql as 'select lower(a) = lower(b)';
create operator && (leftarg = text, rightarg = text, function = same);
create function later(a int, b int) returns int immutable language sql as 'select b';
create aggregate newest_of(int) (sfunc = later, stype = int);
