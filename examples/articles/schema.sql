-- A small magazine. Slugs are the keys of categories and tags: they make good URLs, and an article's answer then
-- depends on no row of either table.
create table users (
  id bigint generated always as identity primary key,
  handle text not null unique,
  name text not null,
  bio text not null default ''
);

create table categories (
  slug text primary key,
  name text not null
);

create table tags (
  slug text primary key,
  label text not null
);

create table articles (
  id bigint generated always as identity primary key,
  author_id bigint not null references users,
  category text not null references categories on update cascade,
  status text not null default 'draft' check (status in ('draft', 'published', 'archived')),
  title text not null check (title <> ''),
  summary text not null default '',
  body text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table article_tags (
  article_id bigint not null references articles on delete cascade,
  tag text not null references tags on update cascade,
  primary key (article_id, tag)
);

-- Views change far more often than anything else here. In a table of their own they invalidate only their own answer;
-- as a column of articles each view would invalidate the article and every list it is in.
create table article_views (
  article_id bigint primary key references articles on delete cascade,
  views bigint not null default 0
) with (fillfactor = 50);

-- The catalog tags answers by these tables' columns that are not in the primary key. The change stream must therefore
-- tell a row's old values, so that an article that moves to another category leaves the old list.
alter table articles replica identity full;

-- Keyset paging: newest first, each page starts below the last id of the page before.
create index articles_by_category on articles (category, id) where status = 'published';
create index articles_by_author on articles (author_id, id) where status = 'published';
create index articles_by_status on articles (status, id);
create index article_tags_by_tag on article_tags (tag, article_id);
create index articles_search on articles using gin (to_tsvector('english', title || ' ' || summary));
