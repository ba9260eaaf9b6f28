-- 500 users, 20 categories, 200 tags and 12,000 articles of about 1 KB: the same rows on every run, from arithmetic alone.

-- Compiling these statements takes longer than running them.
set jit = off;

-- A number from 0 to n - 1 that looks random; different k give independent numbers for the same i.
create function pg_temp.pick(i bigint, k int, n int) returns int language sql immutable as
  $$ select ((((i * 7919 + k * 104729 + 42) % 1000003) * ((i * 31 + k * 7 + 5) % 999983) + i * k) % 1000003 % n)::int $$;

create temp table words as select
  string_to_array('Ada Ben Carla Deniz Emil Fatima Goran Hanna Ines Jonas Kofi Lena Mateo Nadia Olga Pavel Quinn Rosa Sven Tara Umar Vera Wanda Yusuf Zoe', ' ') as first_names,
  string_to_array('Adler Brandt Castillo Dufour Eriksen Fischer Grant Holm Ivanov Jansen Keller Lindqvist Moreau Novak Okafor Petrov Quist Rossi Santos Tanaka', ' ') as last_names,
  string_to_array('quiet brisk northern winter patient narrow bright steady sudden distant plain forgotten careful restless proud crowded gentle stubborn curious modern', ' ') as adjectives,
  string_to_array('harbour river orchard workshop library market bridge lantern kitchen railway garden letter compass theatre engine island meadow archive clock tunnel ferry studio village signal mountain', ' ') as nouns,
  string_to_array('explains repairs follows measures remembers questions crosses rebuilds watches carries opens maps doubts celebrates records', ' ') as verbs,
  string_to_array('in the rain,before sunrise,after a long winter,without a plan,for the first time,against all advice,on an old map,with borrowed tools,at low tide,over a cup of tea', ',') as circumstances;

insert into users (handle, name, bio)
select lower(first || '_' || last), first || ' ' || last,
  'Writes about the ' || w.nouns[1 + pg_temp.pick(i, 1, 25)] || ' and the ' || w.nouns[1 + pg_temp.pick(i, 2, 25)] || '.'
from words w, generate_series(0, 499) as i,
  lateral (select w.first_names[1 + i % 25] as first, w.last_names[1 + i / 25] as last) as n
order by i;

insert into categories (slug, name)
select lower(name), name
from unnest(string_to_array('Architecture Books Cities Cooking Craft Economy Education Energy Film Gardens Health History Music Nature Oceans People Photography Science Sport Travel', ' ')) as name;

-- 20 adjectives × 10 nouns.
insert into tags (slug, label)
select a || '-' || n, initcap(a) || ' ' || n
from words w, unnest(w.adjectives) as a, unnest(w.nouns[1:10]) as n;

create temp table sentences as
select i as number, initcap(left(s, 1)) || substr(s, 2) || '.' as sentence
from words w, generate_series(0, 1999) as i,
  lateral (select concat_ws(' ',
    'the', w.adjectives[1 + pg_temp.pick(i, 3, 20)], w.nouns[1 + pg_temp.pick(i, 4, 25)],
    w.verbs[1 + pg_temp.pick(i, 5, 15)],
    'a', w.adjectives[1 + pg_temp.pick(i, 6, 20)], w.nouns[1 + pg_temp.pick(i, 7, 25)],
    w.circumstances[1 + pg_temp.pick(i, 8, 10)] || ', and the', w.nouns[1 + pg_temp.pick(i, 9, 25)],
    w.verbs[1 + pg_temp.pick(i, 10, 15)], 'the', w.nouns[1 + pg_temp.pick(i, 11, 25)]) as s) as t;
create unique index on sentences (number);
analyze sentences;

insert into articles (author_id, category, status, title, summary, body, created_at, updated_at)
select
  1 + pg_temp.pick(i, 12, 500),
  c.slugs[1 + pg_temp.pick(i, 13, 20)],
  -- 8 of 10 published, 1 draft, 1 archived
  (array['draft', 'archived', 'published'])[least(3, 1 + pg_temp.pick(i, 14, 10))],
  'The ' || w.adjectives[1 + pg_temp.pick(i, 15, 20)] || ' ' || w.nouns[1 + pg_temp.pick(i, 16, 25)]
    || ' ' || w.circumstances[1 + pg_temp.pick(i, 17, 10)],
  b.summary, b.body, t.at, t.at
from words w,
  (select array_agg(slug order by slug) as slugs from categories) as c,
  generate_series(1, 12000) as i,
  lateral (select timestamptz '2024-01-01 00:00+00' + i * interval '97 minutes' as at) as t,
  lateral (
    select min(s.sentence) filter (where k = 1) as summary, string_agg(s.sentence, ' ' order by k) as body
    from generate_series(1, 10) as k join sentences s on s.number = pg_temp.pick(i, 20 + k, 2000)
  ) as b
order by i;

-- 2 to 4 different tags for each article.
insert into article_tags (article_id, tag)
select a.id, s.slugs[1 + (pg_temp.pick(a.id, 40, 200) + k * 37) % 200]
from articles a,
  (select array_agg(slug order by slug) as slugs from tags) as s,
  lateral generate_series(0, 1 + pg_temp.pick(a.id, 41, 3)) as k;

insert into article_views (article_id, views)
select id, pg_temp.pick(id, 50, 5000) from articles;

drop table words, sentences;
drop function pg_temp.pick;
reset jit;
analyze users, categories, tags, articles, article_tags, article_views;
