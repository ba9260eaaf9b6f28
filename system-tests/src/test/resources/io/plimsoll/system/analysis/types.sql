-- Columns whose equal values can have different texts, so that no tag can hold them: any row, and why.

-- numeric
--   p: numeric
--   => articles* because articles.price is of type numeric, whose equal values can have different texts
select * from articles where price = :p

-- char_n
--   c: text
--   => articles* because articles.code is of type character, whose equal values can have different texts
select * from articles where code = :c::char(4)

-- timestamptz
--   t: timestamptz
--   => articles* because articles.created_at is of type timestamp with time zone, whose equal values can have different texts
select * from articles where created_at = :t

-- nondeterministic_collation
--   n: text
--   => articles* because articles.nick has a collation that takes different texts for equal
select * from articles where nick = :n

-- nondeterministic_collation_of_the_comparison
--   t: text
--   => articles*
select * from articles where title collate folded = :t

-- generated_column
--   n: int
--   => articles* because articles.size is generated, and Postgres does not tell its old and new values
select * from articles where size = :n

-- domain
--   a: text
--   => contacts* because contacts.address is of type address, whose equal values can have different texts
select * from contacts where address = :a

-- unfit_in_list
--   => articles*
select * from articles where price in (1, 2)

-- integer_compared_as_numeric
--   n: numeric
--   => articles* because articles.id is compared as numeric, whose equal values can have different texts
select * from articles where id = :n

-- date_compared_as_timestamptz__in_the_time_zone_of_the_session
--   t: timestamptz
--   => uncacheable function-stable
select * from articles where created_on = :t

-- unfit_beside_a_fit_one
--   id: bigint
--   p: numeric
--   => articles{id=:id}
select * from articles where price = :p and id = :id

-- value_that_cannot_lead_on
--   id: bigint
--   => articles{id=:id}
--   => contacts* because c.address is of type address, whose equal values can have different texts
select * from articles a join contacts c on c.address = a.title where a.id = :id

-- integer_beyond_the_column
--   => articles{category_id=3000000000}
select * from articles where category_id = 3000000000
