-- Joins: a place is pinned by a column of a place that is pinned already; its values are read with the answer.

-- to_one
--   id: bigint
--   => articles{id=:id}
--   => users{id=a.author_id}
select a.*, u.name from articles a join users u on u.id = a.author_id where a.id = :id

-- with_a_comma
--   id: bigint
--   => articles{id=:id}
--   => users{id=a.author_id}
select a.*, u.name from articles a, users u where u.id = a.author_id and a.id = :id

-- to_many
--   id: bigint
--   => articles{id=:id}
--   => comments{article_id=:id}
select * from articles a join comments c on c.article_id = a.id where a.id = :id

-- pinned_from_the_other_side
--   id: bigint
--   => articles{id=:id}
--   => comments{article_id=:id}
select * from articles a join comments c on c.article_id = a.id where c.article_id = :id

-- star
--   id: bigint
--   => articles{id=:id}
--   => users{id=a.author_id}
--   => categories{id=a.category_id}
--   => article_tags{article_id=:id}
--   => tags{id=x.tag_id}
select a.title, u.name, c.name, t.name
from articles a
  join users u on u.id = a.author_id
  join categories c on c.id = a.category_id
  join article_tags x on x.article_id = a.id
  join tags t on t.id = x.tag_id
where a.id = :id

-- chain
--   id: bigint
--   => articles{id=:id}
--   => users{id=a.author_id}
--   => teams{id=u.team_id}
select a.title, t.name
from articles a join users u on u.id = a.author_id join teams t on t.id = u.team_id where a.id = :id

-- from_a_unique_column
--   email: text
--   => users{email=:email}
--   => articles{author_id=u.id}
select a.* from users u join articles a on a.author_id = u.id where u.email = :email

-- from_a_unique_constant
--   => articles{id=7}
--   => users{id=a.author_id}
select * from articles a join users u on u.id = a.author_id where a.id = 7

-- from_a_constant_that_pins_many_rows
--   => articles{status='open'}
--   => users* because u.id = a.author_id, and too many rows of a matter to read them with each answer
select * from articles a join users u on u.id = a.author_id where a.status = 'open'

-- from_a_column_without_an_index
--   team: int
--   => users{team_id=:team}
--   => articles* because a.author_id = u.id, and to read u.id with each answer takes an index on users (team_id)
select * from users u join articles a on a.author_id = u.id where u.team_id = :team

-- two_ways
--   u: bigint
--   => votes{user_id=:u}
--   => article_tags{article_id=v.article_id}
--   => tags{id=x.tag_id}
select t.name
from votes v join article_tags x on x.article_id = v.article_id join tags t on t.id = x.tag_id where v.user_id = :u

-- self_join
--   id: int
--   => categories{id=:id}
--   => categories{id=c.parent_id}
select c.name, p.name as parent from categories c join categories p on p.id = c.parent_id where c.id = :id

-- self_join_to_children
--   id: int
--   => categories{id=:id}
--   => categories{parent_id=:id}
select c.name, k.name as child from categories c join categories k on k.parent_id = c.id where c.id = :id

-- self_join_both_ways__values_of_the_request_are_enough
--   u: bigint
--   => follows{follower=:u}
--   => follows{followee=:u}
select f.followee from follows f join follows g on g.follower = f.followee and g.followee = f.follower
where f.follower = :u

-- left_join
--   id: bigint
--   => articles{id=:id}
--   => users{id=a.author_id}
select * from articles a left join users u on u.id = a.author_id where a.id = :id

-- left_join__condition_on_the_right_in_on
--   id: bigint
--   u: bigint
--   => articles{id=:id}
--   => comments{article_id=:id,author_id=:u}
select * from articles a left join comments c on c.article_id = a.id and c.author_id = :u where a.id = :id

-- left_join__condition_on_the_left_in_on_drops_no_row
--   id: bigint
--   => articles*
--   => users* because u.id = a.author_id, and any row of a may matter
select * from articles a left join users u on u.id = a.author_id and a.id = :id

-- left_join__condition_on_the_left_in_on_beside_one_in_where
--   id: bigint
--   => articles{id=:id}
--   => users{id=a.author_id}
select * from articles a left join users u on u.id = a.author_id and a.status = 'open' where a.id = :id

-- left_join__condition_on_the_right_in_where
--   u: bigint
--   => users{id=:u}
--   => articles*
select * from articles a left join users u on u.id = a.author_id where u.id = :u

-- left_join__condition_on_the_right_in_where_that_is_true_of_null
--   u: bigint
--   => articles*
--   => users*
select * from articles a left join users u on u.id = a.author_id where u.id is null or u.id = :u

-- left_join__both_in_where
--   a: bigint
--   => articles{author_id=:a}
--   => comments{article_id=a.id,author_id=5}
select * from articles a left join comments c on c.article_id = a.id where a.author_id = :a and c.author_id = 5

-- anti_join
--   u: bigint
--   => articles{author_id=:u}
--   => comments{article_id=a.id}
select a.* from articles a left join comments c on c.article_id = a.id where a.author_id = :u and c.id is null

-- right_join
--   id: bigint
--   => articles{id=:id}
--   => comments{article_id=:id}
select * from comments c right join articles a on c.article_id = a.id where a.id = :id

-- right_join__condition_on_the_right_in_on_drops_no_row
--   id: bigint
--   => articles*
--   => comments*
select * from comments c right join articles a on c.article_id = a.id and a.id = :id

-- right_join__condition_on_the_left_in_on
--   id: bigint
--   u: bigint
--   => articles{id=:id}
--   => comments{article_id=:id,author_id=:u}
select * from comments c right join articles a on c.article_id = a.id and c.author_id = :u where a.id = :id

-- full_join
--   id: bigint
--   => articles*
--   => users*
select * from articles a full join users u on u.id = a.author_id and a.id = :id and u.id = :id

-- full_join__condition_in_where
--   id: bigint
--   => articles{id=:id}
--   => users*
select * from articles a full join users u on u.id = a.author_id where a.id = :id

-- full_join__both_in_where
--   id: bigint
--   => articles{id=:id}
--   => users{id=:id}
select * from articles a full join users u on u.id = a.author_id where a.id = :id and u.id = :id

-- join_of_a_join
--   id: bigint
--   => articles{id=:id}
--   => comments{article_id=:id}
--   => users{id=c.author_id}
select * from articles a left join (comments c join users u on u.id = c.author_id) on c.article_id = a.id
where a.id = :id

-- join_of_a_full_join
--   id: bigint
--   => articles{id=:id}
--   => article_tags{article_id=:id}
--   => votes*
select * from articles a
  left join (article_tags x full join votes v on v.article_id = x.article_id) on x.article_id = a.id
where a.id = :id

-- using
--   id: bigint
--   => article_tags{article_id=:id}
--   => votes{article_id=:id}
select * from article_tags join votes using (article_id) where article_id = :id

-- left_using
--   id: bigint
--   => article_tags{article_id=:id}
--   => votes{article_id=:id}
select * from article_tags left join votes using (article_id) where article_id = :id

-- right_using__the_column_is_that_of_the_right
--   id: bigint
--   => article_tags{article_id=:id}
--   => votes{article_id=:id}
select * from article_tags right join votes using (article_id) where article_id = :id

-- full_using__the_column_is_of_either
--   id: bigint
--   => article_tags*
--   => votes*
select * from article_tags full join votes using (article_id) where article_id = :id

-- natural
--   id: bigint
--   => article_tags{article_id=:id}
--   => votes{article_id=:id}
select * from article_tags natural join votes where article_id = :id

-- join_on_a_range
--   id: bigint
--   => articles{id=:id}
--   => users*
select * from articles a join users u on u.id > a.author_id where a.id = :id

-- join_on_one_of_two
--   id: bigint
--   => articles{id=:id}
--   => users{id=a.author_id | :id}
select * from articles a join users u on u.id = a.author_id or u.id = a.id where a.id = :id

-- cross_join
--   id: bigint
--   => articles{id=:id}
--   => teams*
select * from articles a cross join teams t where a.id = :id

-- lateral
--   id: bigint
--   => articles{id=:id}
--   => comments{article_id=:id}
select a.title, c.body
from articles a, lateral (select * from comments k where k.article_id = a.id order by k.id desc limit 3) c
where a.id = :id

-- left_join_lateral
--   u: bigint
--   => articles{author_id=:u}
--   => comments{article_id=a.id}
select a.title, c.n
from articles a left join lateral (select count(*) as n from comments k where k.article_id = a.id) c on true
where a.author_id = :u

-- lateral_function
--   id: bigint
--   => articles{id=:id}
select l from articles a, lateral unnest(a.labels) l where a.id = :id

-- series_of_numbers
--   u: bigint
--   => articles{author_id=:u}
select m, count(a.id) from generate_series(1, 12) m left join articles a on a.category_id = m and a.author_id = :u
group by m

-- values
--   => articles*
select a.* from (values (1), (2)) v (id) join articles a on a.id = v.id
