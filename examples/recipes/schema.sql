-- Recipes that people share, rate, keep and put into cookbooks. Slugs are the keys of cuisines and tags: they make good
-- URLs, and an answer then depends on no row of either table.
create table users (
  id bigint generated always as identity primary key,
  handle text not null unique,
  name text not null
);

create table cuisines (
  slug text primary key,
  name text not null
);

create table ingredients (
  id int generated always as identity primary key,
  name text not null unique,
  kind text not null
);

create table recipes (
  id bigint generated always as identity primary key,
  author_id bigint not null references users,
  cuisine text not null references cuisines on update cascade,
  title text not null check (title <> ''),
  summary text not null default '',
  servings smallint not null check (servings > 0),
  minutes smallint not null check (minutes > 0),
  published boolean not null default false,
  created_at timestamptz not null default now()
);

create table recipe_ingredients (
  recipe_id bigint not null references recipes on delete cascade,
  ingredient_id int not null references ingredients,
  position smallint not null,
  quantity numeric(8, 2) not null,
  unit text not null,
  primary key (recipe_id, ingredient_id)
);

create table steps (
  recipe_id bigint not null references recipes on delete cascade,
  position smallint not null,
  instruction text not null,
  primary key (recipe_id, position)
);

create table tags (
  slug text primary key,
  label text not null
);

create table recipe_tags (
  recipe_id bigint not null references recipes on delete cascade,
  tag text not null references tags on update cascade,
  primary key (recipe_id, tag)
);

create table ratings (
  recipe_id bigint not null references recipes on delete cascade,
  user_id bigint not null references users on delete cascade,
  stars smallint not null check (stars between 1 and 5),
  comment text not null default '',
  rated_at timestamptz not null default now(),
  primary key (recipe_id, user_id)
);

create table favourites (
  user_id bigint not null references users on delete cascade,
  recipe_id bigint not null references recipes on delete cascade,
  saved_at timestamptz not null default now(),
  primary key (user_id, recipe_id)
);

create table cookbooks (
  id bigint generated always as identity primary key,
  user_id bigint not null references users on delete cascade,
  title text not null check (title <> '')
);

create table cookbook_recipes (
  cookbook_id bigint not null references cookbooks on delete cascade,
  recipe_id bigint not null references recipes on delete cascade,
  position smallint not null,
  primary key (cookbook_id, recipe_id)
);

-- Recipes are asked for by cuisine and by author, cookbooks by user, none of which is in the primary key. The change
-- stream must tell what they were before, so that only the lists they leave and join are ended.
alter table recipes replica identity full;
alter table cookbooks replica identity full;

-- The others keep the default. Both columns of ratings, favourites and the other links that queries ask by are in the
-- primary key, which the change stream always tells.

create index recipes_by_cuisine on recipes (cuisine, id) where published;
create index recipes_by_author on recipes (author_id, id);
create index recipes_search on recipes using gin (to_tsvector('english', title || ' ' || summary));
create index recipe_ingredients_by_ingredient on recipe_ingredients (ingredient_id, recipe_id);
create index recipe_tags_by_tag on recipe_tags (tag, recipe_id);
create index ratings_by_user on ratings (user_id, rated_at);
create index favourites_by_recipe on favourites (recipe_id);
create index cookbooks_by_user on cookbooks (user_id, id);
create index cookbook_recipes_by_recipe on cookbook_recipes (recipe_id);
