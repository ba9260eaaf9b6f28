-- Queries that are served and never kept: their code, and where it stands.

-- volatile
--   => uncacheable function-volatile at 1:12: function random is volatile
select id, random() as r from articles

-- random_order_with_limit
--   => uncacheable function-volatile at 2:32
-- # not that one: random()
select 'random' as x, id from articles order by
  /* random */ (length(body) + random()) limit 1

-- new_uuid
--   => uncacheable function-volatile at 1:8
select gen_random_uuid() as id from articles

-- nextval
--   => uncacheable function-volatile at 1:8
--   => uncacheable cast: regclass
select nextval('counter') as n from articles

-- clock
--   => uncacheable function-volatile at 1:34
select * from articles where age(clock_timestamp(), created_at) > interval '1 day'

-- now
--   => uncacheable function-stable at 1:43: function now is stable only
--   => uncacheable function-stable at 1:49: operator - of timestamp with time zone and interval
select * from articles where created_at > now() - interval '1 day'

-- now_by_another_name
--   => uncacheable function-stable at 1:8
select transaction_timestamp() as t from articles

-- age_of_today
--   => uncacheable function-stable at 1:8
select age(created_at) from articles

-- current_timestamp
--   => uncacheable session-value at 1:43
select * from articles where created_at > current_timestamp

-- current_date
--   => uncacheable session-value at 1:43: current_date
select * from articles where created_on = current_date

-- localtime
--   => uncacheable session-value at 1:8
select localtime(0) as t from articles

-- current_user
--   => uncacheable session-value at 1:38
select * from articles where title = current_user

-- session_user
--   => uncacheable session-value at 1:8
select session_user as u, id from articles

-- setting
--   => uncacheable function-stable at 1:8
select current_setting('plimsoll.tenant', true) as tenant from articles

-- backend
--   => uncacheable function-stable at 1:8
select pg_backend_pid() as p from articles

-- transaction
--   => uncacheable function-stable
select pg_current_xact_id_if_assigned() from articles

-- name_looked_up_by_a_function
--   => uncacheable function-stable
select to_regclass('articles') as r from articles

-- own_function
--   => uncacheable function-own at 1:8: function public.twice is not built in
select twice(category_id) from articles

-- own_function_as_a_column
--   => uncacheable function-own at 1:10
select a.author_name from articles a

-- own_operator
--   t: text
--   => uncacheable function-own: public.same
select * from articles where title && :t

-- own_aggregate
--   => uncacheable function-own at 1:8
select newest_of(category_id) from articles

-- comparison_that_depends_on_the_time_zone
--   d: date
--   => uncacheable function-stable at 1:41: operator > of timestamp with time zone and date
select * from articles where created_at > :d

-- text_cast_to_a_date
--   d: text
--   => uncacheable cast at 1:47: date
select * from articles where created_on = :d::date

-- text_cast_to_a_moment_in_an_array
--   d: text
--   => uncacheable cast: timestamptz
select * from articles where created_at = any (string_to_array(:d, ',')::timestamptz[])

-- text_cast_to_a_name
--   t: text
--   => uncacheable function-stable at 1:12: function regclass is stable only
select :t::regclass as r from articles

-- name_looked_up_in_a_constant
--   => uncacheable cast: regclass
select 'articles'::regclass as r from articles

-- cast_to_a_domain
--   a: text
--   => uncacheable cast: address
select * from contacts where address = :a::address

-- today_in_a_string
--   => uncacheable moment at 1:43: 'today'
select * from articles where created_on = 'today'

-- tomorrow_as_a_date
--   => uncacheable moment at 1:48
select * from articles where created_on < date 'tomorrow'

-- now_in_a_timestamp
--   => uncacheable moment
select * from articles where created_at < timestamptz 'NOW'

-- today_in_a_range
--   => uncacheable moment
select * from articles where created_on <@ '[2026-01-01,today)'::daterange

-- today_encoded
--   => uncacheable moment
select * from articles where created_on = E'\x74oday'

-- today_in_a_dollar_quote
--   => uncacheable moment
select * from articles where created_on = $$today$$

-- today_as_a_text__is_harmless
--   => articles{title='today'}
select * from articles where title = 'today'

-- today_as_a_text_beside_a_date__which_string_is_which_is_not_told
--   => uncacheable moment at 1:38
select * from articles where title = '2026-01-31 today' and created_on = '2026-01-31'

-- text_search_configuration__is_no_name_that_changes_unseen
--   q: text
--   => articles*
select * from articles where to_tsvector('english', body) @@ websearch_to_tsquery('english', :q)

-- text_cast_to_numbers__is_harmless
--   ids: text
--   => articles*
select * from articles where id = any (:ids::bigint[])

-- interval_and_time_zone__are_harmless
--   id: bigint
--   => articles{id=:id}
select created_on + interval '1 day', created_at at time zone 'Europe/Berlin', date_trunc('day', created_at),
  to_char(created_at, 'YYYY'), extract(epoch from created_at)
from articles where id = :id

-- row_level_security
--   => uncacheable table at 1:15: has row level security
select * from guarded

-- unlogged
--   => uncacheable table at 1:15: is unlogged
select * from sessions

-- unpublished
--   => uncacheable table at 1:15: is not wholly in publication plimsoll
select * from unpublished

-- publication_with_a_row_filter
--   => uncacheable table: is not wholly in publication plimsoll
select * from filtered

-- publication_with_a_column_list
--   => uncacheable table: is not wholly in publication plimsoll
select * from narrowed

-- child_not_published
--   => uncacheable table at 1:15: is not wholly in publication plimsoll
select * from parents

-- foreign_table
--   => uncacheable table at 1:31: is a foreign table
-- # not run
select * from articles a join far f on f.id = a.id

-- sequence
--   => uncacheable table at 1:44: is a sequence
select a.id, c.last_value from articles a, counter c

-- tablesample
--   => uncacheable tablesample at 1:24
select * from articles tablesample bernoulli (10)

-- transaction_id_of_a_row
--   => uncacheable system-column at 1:8
select xmin, id from articles

-- table_of_a_row
--   => uncacheable system-column at 1:8
select tableoid::int, id from events

-- place_of_a_row
--   => uncacheable system-column at 1:33
select * from articles order by ctid

-- view_of_an_unlogged_table
--   id: bigint
--   => uncacheable table at 1:15: table public.sessions, read by view public.busy_users,
select * from busy_users where id = :id

-- view_with_a_volatile_function
--   => uncacheable function-volatile at 2:8: function random, in view public.lottery,
select id
  from lottery

-- xml
--   => uncacheable unknown: xmlelement
select xmlelement(name title, title)::text as x from articles

-- several_reasons
--   => uncacheable function-volatile at 1:8
--   => uncacheable table at 1:34
select random() as r, u.id from  sessions u
