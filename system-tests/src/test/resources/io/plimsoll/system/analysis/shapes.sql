-- Grouping, windows, set operations, CTEs: which conditions from outside may be taken in.

-- grouped
--   u: bigint
--   n: int
--   => articles{author_id=:u}
select author_id, count(*) from articles where author_id = :u group by author_id having count(*) > :n

-- having_on_the_group__not_taken_in
--   u: bigint
--   => articles*
select author_id, count(*) from articles group by author_id having author_id = :u

-- filter_outside
--   id: bigint
--   => articles{id=:id}
select * from (select * from articles where published) a where a.id = :id

-- filter_outside_of_limit
--   u: bigint
--   => articles*
select * from (select * from articles order by id desc limit 10) a where a.author_id = :u

-- filter_outside_of_offset
--   u: bigint
--   => articles*
select * from (select * from articles order by id offset 10) a where a.author_id = :u

-- filter_outside_of_group
--   u: bigint
--   => articles{author_id=:u}
select * from (select author_id, count(*) as n from articles group by author_id having count(*) > 1) s
where s.author_id = :u

-- filter_outside_on_an_aggregate
--   n: bigint
--   => articles*
select * from (select author_id, count(*) as n from articles group by author_id) s where s.n = :n

-- filter_outside_of_an_aggregate_of_all
--   n: bigint
--   => articles*
select * from (select max(author_id) as m from articles) s where s.m = :n

-- filter_outside_on_a_column_that_the_key_determines
--   u: bigint
--   => articles*
--   => votes*
select *
from (
  select a.id, a.author_id, sum(v.value) as n from articles a left join votes v on v.article_id = a.id group by a.id) s
where s.author_id = :u

-- filter_outside_of_a_window
--   u: bigint
--   => articles{author_id=:u}
select * from (select *, row_number() over (partition by author_id order by id desc) as r from articles) s
where s.author_id = :u and s.r <= 3

-- filter_outside_of_another_window
--   u: bigint
--   => articles*
select * from (select *, row_number() over (partition by category_id order by id) as r from articles) s
where s.author_id = :u

-- filter_outside_of_two_windows
--   u: bigint
--   => articles*
select *
from (select *, rank() over (partition by author_id order by id) as r, count(*) over () as n from articles) s
where s.author_id = :u

-- window_inside
--   u: bigint
--   => articles{author_id=:u}
select id, lag(title) over w, sum(size) filter (where published) over w from articles
where author_id = :u window w as (order by id rows between 1 preceding and current row)

-- filter_outside_of_distinct
--   u: bigint
--   => articles{author_id=:u}
select * from (select distinct author_id, status from articles) s where s.author_id = :u

-- filter_outside_of_distinct_on
--   u: bigint
--   => articles{author_id=:u}
select * from (select distinct on (author_id) * from articles order by author_id, id desc) s where s.author_id = :u

-- filter_outside_of_distinct_on__another_column
--   id: bigint
--   => articles*
select * from (select distinct on (author_id) * from articles order by author_id, id desc) s where s.id = :id

-- distinct_on
--   u: bigint
--   => articles{author_id=:u}
select distinct on (category_id) * from articles where author_id = :u order by category_id, id desc

-- filter_outside_of_grouping_sets
--   u: bigint
--   => articles*
select * from (select author_id, status, count(*) from articles group by rollup (author_id, status)) s
where s.author_id = :u

-- grouping_sets
--   u: bigint
--   => articles{author_id=:u}
select status, category_id, grouping(status), count(*) from articles where author_id = :u
group by grouping sets ((status), (category_id), ())

-- filter_outside_of_rows_made_by_a_function
--   id: bigint
--   => articles*
select * from (select id, unnest(labels) as label from articles) s where s.id = :id

-- filter_outside_on_an_expression
--   x: bigint
--   => articles*
select * from (select id + 1 as next from articles) s where s.next = :x

-- optional_filter_outside
--   u: bigint?
--   => articles{author_id=:u}; else articles*
select * from (select distinct author_id from articles) s where (:u is null or s.author_id = :u)

-- union
--   u: bigint
--   => articles{author_id=:u}
--   => users{id=:u}
(select id, title from articles where author_id = :u) union (select id, name from users where id = :u) order by 1

-- filter_outside_of_union
--   u: bigint
--   => articles{author_id=:u}
--   => comments{author_id=:u}
select * from (select author_id as who from articles union select author_id from comments) s where s.who = :u

-- filter_outside_of_except_and_intersect
--   u: bigint
--   => articles{author_id=:u}
--   => comments{author_id=:u}
--   => votes{user_id=:u}
select *
from (
  select author_id as who from articles
  except (select author_id from comments intersect all select user_id from votes)) s
where s.who = :u

-- filter_outside_of_a_limited_union
--   u: bigint
--   => articles*
--   => comments*
select * from (select author_id as who from articles union all select author_id from comments order by 1 limit 5) s
where s.who = :u

-- filter_outside_of_a_union_with_a_limited_part
--   u: bigint
--   => articles*
--   => comments{author_id=:u}
select * from ((select author_id as who from articles order by id limit 5) union all select author_id from comments) s
where s.who = :u

-- filter_outside_of_a_union_that_takes_different_texts_for_equal
--   t: text
--   => articles*
--   => users*
select * from (select title as t from articles union select name collate folded from users) s
where s.t = :t collate "C"

-- join_with_a_union
--   id: bigint
--   => articles{id=:id}
--   => article_tags{article_id=:id}
--   => votes{article_id=:id}
select * from articles a
  join (select article_id, tag_id as n from article_tags union all select article_id, value from votes) s
    on s.article_id = a.id
where a.id = :id

-- cte
--   id: bigint
--   => articles{id=:id}
with a as (select * from articles) select * from a where id = :id

-- materialized_cte
--   id: bigint
--   => articles{id=:id}
with a as materialized (select * from articles) select * from a where id = :id

-- cte_used_twice
--   x: bigint
--   y: bigint
--   => articles{id=:x}
--   => articles{id=:y}
with a as (select * from articles)
select m.title, n.title as other from a m cross join a n where m.id = :x and n.id = :y

-- cte_joined_with_itself
--   u: bigint
--   => articles{author_id=:u}
with mine as (select * from articles where author_id = :u)
select m.id, n.id as other from mine m join mine n on n.category_id = m.category_id and n.id > m.id

-- cte_over_cte
--   u: bigint
--   => articles{author_id=:u}
--   => comments{article_id=articles.id}
with mine as (select * from articles where author_id = :u),
  said as (select c.* from comments c join mine m on c.article_id = m.id)
select * from said

-- cte_in_a_subquery_of_an_expression
--   u: bigint
--   => articles{author_id=:u}
--   => votes{article_id=a.id}
with v as (select article_id, sum(value) as n from votes group by article_id)
select a.title, (select v.n from v where v.article_id = a.id) as n from articles a where a.author_id = :u

-- recursive_cte__the_way_down_is_not_known
--   id: int
--   => categories{id=:id}
--   => categories*
with recursive tree as (
  select id, parent_id, name from categories where id = :id
  union all
  select c.id, c.parent_id, c.name from categories c join tree t on c.parent_id = t.id)
select * from tree

-- filter_outside_of_a_recursive_cte
--   id: int
--   => categories*
--   => categories*
with recursive tree as (
  select id, parent_id from categories where parent_id is null
  union
  select c.id, c.parent_id from categories c join tree t on c.parent_id = t.id)
select * from tree where id = :id

-- join_with_a_recursive_cte
--   id: int
--   => categories{id=:id}
--   => categories*
--   => articles*
with recursive tree as (
  select id from categories where id = :id
  union all
  select c.id from categories c join tree t on c.parent_id = t.id)
select a.* from articles a join tree t on t.id = a.category_id

-- recursive_cte_of_numbers
--   u: bigint
--   => articles{author_id=:u}
with recursive n (i) as (select 1 union all select i + 1 from n where i < 5)
select n.i, a.title from n left join articles a on a.category_id = n.i and a.author_id = :u

-- cte_that_nothing_uses
--   id: bigint
--   => articles{id=:id}
with unused as (select * from users) select * from articles where id = :id

-- no_table_in_the_main_query
--   u: bigint
--   => articles{author_id=:u}
--   => votes{user_id=:u}
select (select count(*) from articles where author_id = :u) as written,
  coalesce((select sum(value) from votes where user_id = :u), 0) as votes
