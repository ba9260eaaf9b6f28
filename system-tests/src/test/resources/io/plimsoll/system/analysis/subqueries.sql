-- Subqueries in expressions.

-- scalar_in_the_output
--   id: bigint
--   => articles{id=:id}
--   => users{id=a.author_id}
select a.title, (select u.name from users u where u.id = a.author_id) as author from articles a where a.id = :id

-- count_in_the_output
--   u: bigint
--   => articles{author_id=:u}
--   => comments{article_id=a.id}
select a.title, (select count(*) from comments c where c.article_id = a.id) as n from articles a where a.author_id = :u

-- exists_with_a_pin_of_its_own
--   u: bigint
--   v: bigint
--   => articles{author_id=:u}
--   => comments{author_id=:v}
select * from articles a
where a.author_id = :u and exists (select 1 from comments c where c.article_id = a.id and c.author_id = :v)

-- exists_leads_outwards
--   t: int
--   => articles{id=x.article_id}
--   => article_tags{tag_id=:t}
select * from articles a where exists (select 1 from article_tags x where x.article_id = a.id and x.tag_id = :t)

-- in_leads_outwards
--   t: int
--   => articles{id=x.article_id}
--   => article_tags{tag_id=:t}
select * from articles a where a.id in (select x.article_id from article_tags x where x.tag_id = :t)

-- in_leads_inwards
--   u: bigint
--   => articles{author_id=:u}
--   => votes{article_id=a.id}
select * from articles a where a.author_id = :u and a.id in (select v.article_id from votes v where v.value > 0)

-- in_with_varchar
--   u: bigint
--   => articles{author_id=:u}
--   => articles{slug=a.slug}
select * from articles a
where a.author_id = :u and a.slug in (select b.slug from articles b where b.published is not null)

-- in_a_grouped_query
--   u: bigint
--   => articles{author_id=:u}
--   => comments{article_id=a.id}
select * from articles a
where a.author_id = :u and a.id in (select c.article_id from comments c group by c.article_id having count(*) > 3)

-- in_a_limited_query__which_rows_it_has_depends_on_all
--   u: bigint
--   => articles{author_id=:u}
--   => comments*
select * from articles a
where a.author_id = :u and a.id in (select c.article_id from comments c order by c.id desc limit 100)

-- row_in
--   u: bigint
--   => articles{id=v.article_id}
--   => votes{user_id=:u}
select * from articles a where (a.id, :u) in (select v.article_id, v.user_id from votes v)

-- not_in
--   u: bigint
--   => articles{author_id=:u}
--   => votes{user_id=:u}
select * from articles a
where a.author_id = :u and a.id not in (select v.article_id from votes v where v.user_id = :u)

-- not_in__a_null_anywhere_matters
--   u: bigint
--   => articles{author_id=:u}
--   => comments*
select * from articles a where a.author_id = :u and a.id not in (select c.article_id from comments c)

-- not_exists
--   u: bigint
--   => articles{author_id=:u}
--   => comments{article_id=a.id}
select * from articles a
where a.author_id = :u and not exists (select 1 from comments c where c.article_id = a.id)

-- exists_or_something_else
--   id: bigint
--   => articles{id=:id}
--   => votes{article_id=:id}
select * from articles a
where a.id = :id and (a.published or exists (select 1 from votes v where v.article_id = a.id))

-- exists_or_exists
--   t: int
--   u: bigint
--   => articles{id=x.article_id | v.article_id}
--   => article_tags{tag_id=:t}
--   => votes{user_id=:u}
select * from articles a
where exists (select 1 from article_tags x where x.article_id = a.id and x.tag_id = :t)
  or exists (select 1 from votes v where v.article_id = a.id and v.user_id = :u)

-- exists_of_an_aggregate__always_true
--   u: bigint
--   => articles*
--   => votes{user_id=:u}
select * from articles a
where exists (select count(*) from votes v where v.article_id = a.id and v.user_id = :u)

-- exists_with_having_and_no_group__true_of_no_row
--   u: bigint
--   => articles*
--   => votes{user_id=:u}
select * from articles a
where exists (select 1 from votes v where v.article_id = a.id and v.user_id = :u having true)

-- exists_of_a_grouped_query
--   u: bigint
--   => articles{id=v.article_id}
--   => votes{user_id=:u}
select * from articles a
where exists (
  select 1 from votes v where v.article_id = a.id and v.user_id = :u group by v.article_id having sum(v.value) > 1)

-- exists_of_grouping_sets__the_empty_set_has_a_row_of_nothing
--   u: bigint
--   => articles*
--   => votes{user_id=:u}
select * from articles a
where exists (
  select 1 from votes v where v.article_id = a.id and v.user_id = :u group by rollup (v.article_id))

-- exists_of_a_union
--   u: bigint
--   => articles*
--   => votes{user_id=:u}
--   => comments{author_id=:u}
select * from articles a
where exists (
  select v.article_id from votes v where v.article_id = a.id and v.user_id = :u
  union all select c.article_id from comments c where c.article_id = a.id and c.author_id = :u)

-- exists_with_a_left_join__its_on_drops_nothing
--   u: bigint
--   => articles*
--   => votes{user_id=:u}
--   => tags*
select * from articles a
where exists (select 1 from tags t left join votes v on v.user_id = :u and v.article_id = a.id)

-- exists_in_exists
--   t: int
--   => users{id=a.author_id}
--   => articles{id=x.article_id}
--   => article_tags{tag_id=:t}
select * from users u
where exists (
  select 1 from articles a
  where a.author_id = u.id
    and exists (select 1 from article_tags x where x.article_id = a.id and x.tag_id = :t))

-- exists_in_exists_about_the_outermost
--   u: bigint
--   => users{id=f.followee}
--   => teams{id=u.team_id}
--   => follows{follower=:u}
select * from users u
where exists (
  select 1 from teams t
  where t.id = u.team_id
    and exists (select 1 from follows f where f.followee = u.id and f.follower = :u))

-- equal_to_a_subquery
--   c: bigint
--   => articles{id=c.article_id}
--   => comments{id=:c}
select * from articles a where a.id = (select c.article_id from comments c where c.id = :c)

-- equal_to_an_aggregate
--   u: bigint
--   => articles*
--   => votes{user_id=:u}
select * from articles a where a.id = (select max(v.article_id) from votes v where v.user_id = :u)

-- any_of_an_array_of_rows
--   t: int
--   => articles{id=x.article_id}
--   => article_tags{tag_id=:t}
select * from articles a where a.id = any (array(select x.article_id from article_tags x where x.tag_id = :t))

-- equal_to_all__true_of_no_row
--   t: int
--   => articles*
--   => article_tags{tag_id=:t}
select * from articles a where a.id = all (select x.article_id from article_tags x where x.tag_id = :t)

-- unequal_to_any
--   t: int
--   => articles*
--   => article_tags{tag_id=:t}
select * from articles a where a.id <> any (select x.article_id from article_tags x where x.tag_id = :t)

-- in_not_as_a_condition__false_and_null_differ
--   u: bigint
--   => articles{author_id=:u}
--   => comments*
select a.id, a.id in (select c.article_id from comments c) as discussed from articles a where a.author_id = :u

-- in_within_case
--   u: bigint
--   t: int
--   => articles{author_id=:u}
--   => article_tags{tag_id=:t}
select * from articles a
where a.author_id = :u
  and case when a.id in (select x.article_id from article_tags x where x.tag_id = :t) then true else a.published end

-- subquery_in_on
--   id: bigint
--   => articles{id=:id}
--   => comments*
--   => comments{article_id=:id}
select a.title, c.body
from articles a left join comments c on c.id = (select max(d.id) from comments d where d.article_id = a.id)
where a.id = :id

-- subquery_in_order_by
--   u: bigint
--   => articles{author_id=:u}
--   => votes{article_id=a.id}
select a.title from articles a where a.author_id = :u
order by (select sum(v.value) from votes v where v.article_id = a.id) desc nulls last

-- subquery_in_having
--   u: bigint
--   => articles{author_id=:u}
--   => votes{user_id=:u}
select a.category_id, count(*) from articles a where a.author_id = :u group by a.category_id
having count(*) > (select count(*) from votes v where v.user_id = :u)

-- null_safe_equality_with_a_subquery__which_may_find_nothing
--   c: bigint
--   => articles*
--   => comments{id=:c}
select * from articles a
where a.category_id is not distinct from (select c.author_id from comments c where c.id = :c)
