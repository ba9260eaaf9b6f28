-- Rows that a parameter or a constant pins.
--
-- A case is its name, its parameters (with ? when a request may leave them out), what is expected, and the SQL.
-- Expected: a line for each place whose rows matter, as PlanText writes it, without "public.". What follows "because"
-- is compared only where it is written.

-- primary_key
--   id: bigint
--   => articles{id=:id}
select * from articles where id = :id

-- value_on_the_left
--   id: bigint
--   => articles{id=:id}
select * from articles a where :id = a.id

-- constant_key
--   => articles{id=7}
select * from articles where id = 7

-- negative_constant
--   => articles{id=-7}
select * from articles where id = -7

-- smaller_integer_parameter
--   id: smallint
--   => articles{id=:id}
select * from articles where id = :id

-- cast_between_integers
--   id: int
--   => articles{id=:id}
select * from articles where id = :id::bigint

-- cast_to_a_smaller_integer
--   category: bigint
--   => articles{category_id=:category}
select * from articles where category_id = cast(:category as int)

-- foreign_key
--   author: bigint
--   => articles{author_id=:author}
select * from articles where author_id = :author order by id desc limit 20

-- two_columns
--   author: bigint
--   => articles{author_id=:author,status='open'}
select * from articles where author_id = :author and status = 'open'

-- key_and_another_column__of_old_rows_only_the_key_is_told
--   id: bigint
--   author: bigint
--   => articles{id=:id}
select * from articles where id = :id and author_id = :author

-- key_and_another_column__full_identity
--   id: bigint
--   article: bigint
--   => comments{article_id=:article,id=:id}
select * from comments where id = :id and article_id = :article

-- one_column_twice__either_is_right
--   a: bigint
--   b: bigint
--   => articles{id=:a}
select * from articles where id = :a and id = :b

-- enum_constant
--   => articles{status='open'}
select * from articles where status = 'open'

-- enum_parameter
--   status: text
--   => articles{status=:status}
select * from articles where status = :status::article_status

-- enum_compared_as_text
--   status: text
--   => articles*
select * from articles where status::text = :status

-- boolean_column
--   => articles{published=true}
select * from articles where published

-- not_boolean_column
--   => articles{published=false}
select * from articles where not published

-- is_true
--   => articles{published=true}
select * from articles where published is true

-- is_false
--   => articles{published=false}
select * from articles where published is false

-- is_not_false__null_too
--   => articles*
select * from articles where published is not false

-- boolean_parameter
--   published: boolean
--   => articles{published=:published}
select * from articles where published = :published

-- uuid_parameter
--   token: uuid
--   => articles{token=:token}
select * from articles where token = :token

-- uuid_constant
--   => articles{token='00112233-4455-6677-8899-aabbccddeeff'}
select * from articles where token = '00112233-4455-6677-8899-AABBCCDDEEFF'

-- date_parameter
--   day: date
--   => articles{created_on=:day}
select * from articles where created_on = :day

-- date_constant
--   => articles{created_on='2026-01-31'}
select * from articles where created_on = '2026-01-31'

-- date_before_the_epoch
--   => articles{created_on='1969-07-20'}
select * from articles where created_on = '1969-07-20'

-- infinity_has_no_canonical_text
--   => articles*
select * from articles where created_on = 'infinity'

-- text_constant
--   => articles{title='It''s „größer“ 🚢'}
select * from articles where title = 'It''s „größer“ 🚢'

-- empty_text
--   => articles{title=''}
select * from articles where title = ''

-- varchar
--   slug: text
--   => articles{slug=:slug}
select * from articles where slug = :slug

-- varchar_in_list
--   => articles{slug='a' | 'b'}
select * from articles where slug in ('a', 'b')

-- in_list
--   => articles{id=1 | 2 | 3}
select * from articles where id in (1, 2, 3)

-- in_list_of_parameters
--   a: bigint
--   b: bigint
--   => articles{id=:a | :b | 5}
select * from articles where id in (:a, :b, 5)

-- in_list_with_null__which_equals_nothing
--   => articles{id=1}
select * from articles where id in (1, null)

-- not_in_list
--   => articles*
select * from articles where id not in (1, 2)

-- any_of_an_array_expression
--   a: bigint
--   b: bigint
--   => articles{id=:a | :b}
select * from articles where id = any (array[:a, :b])

-- any_of_an_array_parameter
--   ids: bigint[]
--   => articles{id=:ids}
select * from articles where id = any (:ids)

-- any_of_an_array_parameter__of_smaller_integers
--   ids: int[]
--   => articles{id=:ids}
select * from articles where id = any (:ids)

-- any_of_an_array_parameter__cast
--   ids: int[]
--   => articles{id=:ids}
select * from articles where id = any (:ids::bigint[])

-- any_of_an_array_parameter__varchar
--   slugs: text[]
--   => articles{slug=:slugs}
select * from articles where slug = any (:slugs)

-- any_of_an_array_parameter__enum
--   states: text[]
--   => articles{status=:states}
select * from articles where status = any (:states::article_status[])

-- any_of_an_array_parameter__compared_as_text
--   ids: text[]
--   => articles*
select * from articles where id::text = any (:ids)

-- any_of_an_optional_array_parameter
--   ids: bigint[]?
--   => articles{id=:ids}; else articles*
select * from articles where (:ids is null or id = any (:ids))

-- any_of_an_array_parameter__leads_on
--   ids: bigint[]
--   => articles{id=:ids}
--   => users{id=a.author_id}
select * from articles a join users u on u.id = a.author_id where a.id = any (:ids)

-- any_of_an_array_parameter__and_a_list
--   ids: bigint[]
--   => articles{author_id=:ids,status='open' | 'closed'}
select * from articles where author_id = any (:ids) and status in ('open', 'closed')

-- not_any_of_an_array_parameter
--   ids: bigint[]
--   => articles*
select * from articles where not (id = any (:ids))

-- all_of_an_array_parameter
--   ids: bigint[]
--   => articles*
select * from articles where id = all (:ids)

-- unnested_array_parameter__rows_of_a_function_are_not_followed
--   ids: bigint[]
--   => articles*
select * from articles where id in (select unnest(:ids))

-- array_constant__is_not_read
--   => articles*
select * from articles where id = any ('{1,2}')

-- all_of_an_array_expression
--   a: bigint
--   => articles*
select * from articles where id = all (array[:a])

-- or_on_one_column
--   a: bigint
--   b: bigint
--   => articles{id=:a | :b}
select * from articles where id = :a or id = :b

-- or_on_different_columns
--   a: bigint
--   => articles*
select * from articles where id = :a or author_id = :a

-- or_of_ands
--   a: bigint
--   b: bigint
--   => articles{author_id=:a | :b,status='open' | 'draft'}
select * from articles where author_id = :a and status = 'open' or author_id = :b and status = 'draft'

-- or_with_a_part_that_says_nothing
--   a: bigint
--   => articles*
select * from articles where author_id = :a or length(title) > 5

-- and_with_an_or
--   id: bigint
--   => articles{id=:id}
select * from articles where id = :id and (published or author_id = 7)

-- not_equal
--   id: bigint
--   => articles* because no condition ties articles to a value of the request
select * from articles where id <> :id

-- not_of_equal
--   id: bigint
--   => articles*
select * from articles where not id = :id

-- range
--   a: bigint
--   b: bigint
--   => articles*
select * from articles where id between :a and :b

-- no_condition
--   => tags* because no condition ties tags to a value of the request
select * from tags order by name

-- row_value
--   a: bigint
--   u: bigint
--   => votes{article_id=:a,user_id=:u}
select * from votes where (article_id, user_id) = (:a, :u)

-- row_values_in_a_list
--   a: bigint
--   b: bigint
--   => votes{article_id=:a | :b,user_id=1 | 2}
select * from votes where (article_id, user_id) in ((:a, 1), (:b, 2))

-- row_value_greater
--   a: bigint
--   u: bigint
--   => votes*
select * from votes where (article_id, user_id) > (:a, :u) order by article_id, user_id limit 10

-- half_of_a_composite_key
--   u: bigint
--   => votes{user_id=:u}
select * from votes where user_id = :u and value = 1

-- outside_of_a_composite_key
--   v: int
--   => votes{value=:v}
select * from votes where value = :v

-- composite_key__full_identity
--   u: bigint
--   => ratings{user_id=:u,value=1}
select * from ratings where user_id = :u and value = 1

-- null_safe_equality
--   author: bigint
--   => articles{author_id=:author}
select * from articles where author_id is not distinct from :author

-- null_safe_equality__with_null_rows_match_that_have_no_tag
--   category: int?
--   => articles{category_id=:category}; else articles*
select * from articles where category_id is not distinct from :category

-- null_safe_equality__what_the_rows_with_null_lead_to_would_not_be_read
--   parent: int?
--   => categories{parent_id=:parent}; else categories*
--   => articles* because a.category_id = c.id, and any row of c may matter
select a.* from categories c join articles a on a.category_id = c.id where c.parent_id is not distinct from :parent

-- null_safe_equality__leads_on_where_the_parameter_is_always_given
--   parent: int
--   => categories{parent_id=:parent}
--   => articles{category_id=c.id}
select a.* from categories c join articles a on a.category_id = c.id where c.parent_id is not distinct from :parent

-- null_safe_equality_with_a_constant
--   => articles{category_id=5}
select * from articles where category_id is not distinct from 5

-- distinct_from
--   => articles*
select * from articles where category_id is distinct from 5

-- is_null
--   => articles*
select * from articles where category_id is null

-- optional_filter
--   author: bigint?
--   => articles{author_id=:author}; else articles*
select * from articles where (:author is null or author_id = :author) order by id

-- optional_filters
--   author: bigint?
--   status: text?
--   => articles{author_id=:author}; else articles{status=:status}; else articles*
select * from articles
where (:author is null or author_id = :author) and (status = :status::article_status or :status is null)

-- optional_filter_beside_a_required_one
--   author: bigint
--   status: text?
--   => articles{author_id=:author}
select * from articles where author_id = :author and (:status is null or status = :status::article_status)

-- optional_filter_beside_a_constant
--   author: bigint?
--   => articles{author_id=:author}; else articles{status='open'}
select * from articles where status = 'open' and (:author is null or author_id = :author)

-- nullable_parameter_without_a_test
--   author: bigint?
--   => articles{author_id=:author}; else articles*
select * from articles where author_id = :author

-- optional_filter_of_another_parameter
--   a: bigint?
--   b: bigint
--   => articles*
select * from articles where (:a is null or author_id = :b)

-- optional_filter_by_coalesce__null_columns_aside_it_would_be_the_same
--   author: bigint?
--   => articles*
select * from articles where author_id = coalesce(:author, author_id)

-- case_in_the_condition
--   id: bigint
--   => articles*
select * from articles where case when id = :id then true else false end

-- case_in_the_output
--   id: bigint
--   => articles{id=:id}
select id, case status when 'open' then 'now' else 'later' end as state from articles where id = :id

-- function_of_a_column
--   title: text
--   => articles*
select * from articles where lower(title) = lower(:title)

-- function_of_a_parameter
--   title: text
--   => articles*
select * from articles where title = lower(:title)

-- arithmetic
--   id: bigint
--   => articles*
select * from articles where id + 0 = :id

-- column_cast_to_text
--   id: text
--   => articles*
select * from articles where id::text = :id

-- parameter_in_an_array_column
--   label: text
--   => articles*
select * from articles where :label = any (labels)

-- array_contains
--   label: text
--   => articles*
select * from articles where labels @> array[:label]

-- array_element_and_slice_of_a_pinned_row
--   id: bigint
--   => articles{id=:id}
select labels[1], labels[2:3], array_length(labels, 1), array(select unnest(labels)) from articles where id = :id

-- json_field
--   kind: text
--   => articles*
select * from articles where meta ->> 'kind' = :kind

-- json_path
--   id: bigint
--   => articles{id=:id}
select meta #>> '{a,b}' as ab, jsonb_path_query_array(meta, '$.items[*] ? (@.n > 1)') as items,
  jsonb_path_exists(meta, '$.x ? (@ == $v)', '{"v": 1}') as x
from articles where id = :id

-- quoted_names
--   x: text
--   => Odd Name{Odd Column=:x}
select * from "Odd Name" where "Odd Column" = :x

-- another_schema
--   id: int
--   => app.items{id=:id}
select * from app.items where id = :id

-- whole_row
--   id: bigint
--   => articles{id=:id}
select row_to_json(a) from articles a where a.id = :id

-- contradiction
--   => articles{id=1}
select * from articles where id = 1 and false
