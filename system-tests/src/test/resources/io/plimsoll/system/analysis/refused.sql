-- SQL that is refused: line and column inside the SQL, and what Postgres or the catalog says.

-- unknown_column
--   => refused at 1:8: column "titel" does not exist
select titel from articles

-- unknown_column_in_the_third_line
--   id: bigint
--   => refused at 3:20: column a.athor_id does not exist
select a.*
from articles a
where id = :id and a.athor_id = 5

-- place_behind_parameters
--   id: bigint
--   author: bigint
--   => refused at 1:58: column "nmae" does not exist
select * from articles where id = :id or id = :author or nmae = :author

-- place_behind_other_scripts
--   => refused at 2:3: column "x" does not exist
select '🚢 größer' as a,
  x from articles where title = '🚢'

-- place_at_a_parameter
--   t: text
--   => refused at 1:33: operator does not exist: bigint = text
select * from articles where id = :t

-- unknown_table
--   => refused at 1:15: relation "article" does not exist
select * from article

-- unknown_function
--   => refused at 1:8: function lenght(text) does not exist
select lenght(title) from articles

-- unknown_type
--   => refused at 1:22: type "moood" does not exist
select status::text::moood from articles

-- unknown_schema
--   => refused at 1:15: relation "nowhere.articles" does not exist
select * from nowhere.articles

-- ambiguous_column
--   => refused at 1:8: column reference "id" is ambiguous
select id from articles, users

-- label_that_the_enum_has_not
--   => refused at 1:39: invalid input value for enum article_status: "opened"
select * from articles where status = 'opened'

-- bad_constant
--   => refused at 1:43: date/time field value out of range
select * from articles where created_on = '2026-02-30'

-- missing_from
--   => refused at 1:8: missing FROM-clause entry for table "u"
select u.name from articles

-- aggregate_in_where
--   => refused at 1:30: aggregate functions are not allowed in WHERE
select * from articles where count(*) > 1

-- column_outside_of_the_group
--   => refused at 1:8: must appear in the GROUP BY clause
select title from articles group by author_id

-- set_operation_of_different_widths
--   => refused at 1:38: each UNION query must have the same number of columns
select id from articles union select id, name from users

-- table_that_the_reader_may_not_see
--   => refused at 1:15: may not read
select * from hidden

-- syntax
--   => catalog: unexpected "articles" at line 1, column 15 of the SQL
select * form articles

-- syntax_at_the_end
--   => catalog: cannot be parsed
select * from articles where

-- unterminated_string
--   => catalog: unterminated quoted string at line 2, column 29 of the SQL
select *
from articles where title = 'abc

-- two_statements
--   => catalog: must be one statement, found text after the semicolon at line 1, column 23 of the SQL
select * from articles; select * from users

-- ddl
--   => catalog: must only read
drop table articles

-- insert
--   => catalog: must only read
insert into tags values (1, 'x')

-- data_modifying_cte
--   => catalog: must only read
with gone as (delete from tags returning id) select * from gone

-- for_update
--   => catalog: must not lock rows
select * from articles for update

-- for_share_in_a_subquery
--   => catalog: must not lock rows
select * from (select * from articles for share) a

-- parameter_missing
--   => catalog: uses :id, which is not declared in params
select * from articles where id = :id

-- parameter_unused
--   id: bigint
--   => catalog: is not used in the SQL
select * from articles

-- parameter_of_an_unknown_type
--   id: money
--   => catalog: must be a type
select * from articles where id = :id

-- numbered_parameter
--   => catalog: $ parameters are not supported; use :name at line 1, column 35 of the SQL
select * from articles where id = $1

-- select_without_columns__postgres_takes_it_the_parser_of_the_catalog_does_not
--   => catalog: cannot be parsed
select * from articles a where exists (select from comments c where c.article_id = a.id)

-- operator_that_the_parser_of_the_catalog_does_not_know
--   => catalog: cannot be parsed
select meta @? '$.a' as a from articles

-- system_table
--   => catalog: names pg_catalog.pg_class, a system table
select * from pg_catalog.pg_class

-- no_table
--   => catalog: reads no table by name
select 1 as one
