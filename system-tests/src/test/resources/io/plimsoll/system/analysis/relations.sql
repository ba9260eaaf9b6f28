-- Views, partitions, children.

-- view
--   id: bigint
--   => articles{id=:id}
--   => views open_articles
select * from open_articles where id = :id

-- view__by_its_own_condition
--   => articles{status='open'}
--   => views open_articles
select * from open_articles

-- view_over_view
--   id: bigint
--   => articles{id=:id}
--   => users{id=articles.author_id}
--   => views open_articles open_with_author
select * from open_with_author where id = :id

-- view_joined_with_a_view
--   id: bigint
--   => articles{id=:id}
--   => articles{author_id=articles.author_id,status='open'}
--   => users{id=articles.author_id}
--   => views open_articles open_with_author
select v.author, o.title from open_with_author v join open_articles o on o.author_id = v.author_id where v.id = :id

-- grouped_view
--   u: bigint
--   => articles{author_id=:u}
--   => views author_counts
select * from author_counts where author_id = :u

-- limited_view
--   id: bigint
--   => articles*
--   => views newest
select * from newest where id = :id

-- view_of_a_union
--   u: bigint
--   => articles{author_id=:u}
--   => comments{author_id=:u}
--   => views said
select * from said where author_id = :u

-- view_with_a_day_that_was_fixed_when_it_was_made
--   id: bigint
--   => articles{id=:id}
--   => views ancient
select * from ancient where id = :id

-- view_in_a_subquery
--   t: int
--   => articles{id=x.article_id}
--   => article_tags{tag_id=:t}
--   => views open_articles
select * from article_tags x where x.tag_id = :t and exists (select 1 from open_articles o where o.id = x.article_id)

-- materialized_view__only_a_refresh_changes_it
--   u: bigint
--   => article_counts{author_id=:u}
select * from article_counts where author_id = :u

-- partitioned_table
--   id: bigint
--   => events{id=:id}
select * from events where id = :id

-- partitioned_table__whole_key
--   id: bigint
--   => events{at='2026-02-01',id=:id}
select * from events where id = :id and at = '2026-02-01'

-- partition_itself
--   id: bigint
--   => uncacheable table at 1:15: table public.events_2026 is not watched under this name
select * from events_2026 where id = :id

-- table_with_children
--   id: int
--   => documents{id=:id}
select * from documents where id = :id

-- only_the_parent
--   id: int
--   => documents{id=:id}
select * from only documents where id = :id
