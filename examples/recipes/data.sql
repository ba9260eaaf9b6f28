-- 1,000 users, 94 ingredients, 6,000 recipes with 42,000 quantities and 27,000 steps, 30,000 ratings, 14,000 favourites and
-- 1,500 cookbooks: the same rows on every run, from arithmetic alone.

-- Compiling these statements takes longer than running them.
set jit = off;

-- A number from 0 to n - 1 that looks random; different k give independent numbers for the same i.
create function pg_temp.pick(i bigint, k int, n int) returns int language sql immutable as
  $$ select ((((i * 7919 + k * 104729 + 42) % 1000003) * ((i * 31 + k * 7 + 5) % 999983) + i * k) % 1000003 % n)::int $$;

create temp table words as select
  string_to_array('Ada Ben Carla Deniz Emil Fatima Goran Hanna Ines Jonas Kofi Lena Mateo Nadia Olga Pavel Quinn Rosa Sven Tara Umar Vera Wanda Yusuf Zoe', ' ') as first_names,
  string_to_array('Adler Brandt Castillo Dufour Eriksen Fischer Grant Holm Ivanov Jansen Keller Lindqvist Moreau Novak Okafor Petrov Quist Rossi Santos Tanaka Ueda Varga Weber Xu Yilmaz Zeman Aalto Bauer Costa Diaz Engel Ferri Gallo Haddad Ito Jung Klein Lopez Marin Nagy', ' ') as last_names,
  string_to_array('French Georgian Greek Indian Italian Japanese Korean Lebanese Mexican Moroccan Thai Vietnamese', ' ') as cuisines,
  string_to_array('Smoky Crisp Slow Quick Golden Spiced Creamy Charred Simple Festive Tangy Rustic', ' ') as styles,
  string_to_array('stew curry salad soup pie bake risotto noodles dumplings flatbread skewers stir-fry casserole pancakes', ' ') as dishes,
  string_to_array('vegetable:carrot onion leek spinach tomato pumpkin beetroot cabbage courgette aubergine pepper mushroom celery kale fennel peas broccoli cauliflower radish turnip;herb:basil parsley coriander mint dill thyme rosemary sage oregano chives tarragon bay;spice:cumin paprika turmeric cinnamon cardamom cloves nutmeg ginger saffron sumac chilli allspice;protein:chicken beef lamb pork salmon cod prawns tofu eggs chickpeas lentils beans;dairy:butter cream yoghurt feta parmesan ricotta mozzarella milk;grain:rice bulgur couscous barley pasta flour oats quinoa;fruit:lemon lime apple apricot pomegranate fig orange mango plum pear;pantry:honey vinegar tahini mustard capers olives almonds walnuts sesame sugar stock soy', ';') as pantry,
  string_to_array('Chop the,Rinse the,Roast the,Simmer the,Stir in the,Toast the,Fold in the,Season with the,Scatter over the,Whisk the', ',') as actions,
  string_to_array('until soft,for ten minutes,over a low heat,until golden,and set aside,with a little water,until it smells good,just before serving', ',') as manners,
  string_to_array('quick weeknight vegetarian spicy budget party picnic freezer one-pot breakfast comfort light winter summer gluten-free leftovers', ' ') as tags,
  string_to_array('Made it twice already.,A little dry for me.,The children asked for more.,Needed more salt.,Perfect for guests.,Good with less sugar.,Took longer than it says.,A new favourite.', ',') as comments;

insert into users (handle, name)
select lower(first || '_' || last), first || ' ' || last
from words w, generate_series(0, 999) as i,
  lateral (select w.first_names[1 + i % 25] as first, w.last_names[1 + i / 25] as last) as n
order by i;

insert into cuisines (slug, name) select lower(name), name from words w, unnest(w.cuisines) as name;

insert into ingredients (name, kind)
select name, split_part(line, ':', 1)
from words w, unnest(w.pantry) with ordinality as p (line, l),
  unnest(string_to_array(split_part(line, ':', 2), ' ')) with ordinality as n (name, i)
order by l, i;

insert into tags (slug, label) select slug, initcap(replace(slug, '-', ' ')) from words w, unnest(w.tags) as slug;

-- Which ingredients a recipe has is decided first: its title is made of two of them.
create temp table chosen as
select i as recipe_id, k + 1 as position, 1 + (pg_temp.pick(i, 1, n.n) + k * (1 + pg_temp.pick(i, 2, 12))) % n.n as ingredient_id
from (select count(*)::int as n from ingredients) as n, generate_series(1, 6000) as i,
  lateral generate_series(0, 4 + pg_temp.pick(i, 3, 5)) as k;
create unique index on chosen (recipe_id, ingredient_id);
create index on chosen (recipe_id, position);
analyze chosen;

insert into recipes (author_id, cuisine, title, summary, servings, minutes, published, created_at)
select 1 + pg_temp.pick(i, 10, 300), lower(w.cuisines[1 + pg_temp.pick(i, 11, 12)]),
  w.styles[1 + pg_temp.pick(i, 12, 12)] || ' ' || a.name || ' and ' || b.name || ' ' || d.dish,
  'With ' || a.name || ', ' || b.name || ' and ' || c.name || ', '
    || (array['for a cold evening', 'for many guests', 'to keep for days', 'from what is left over'])[1 + pg_temp.pick(i, 14, 4)] || '.',
  1 + pg_temp.pick(i, 15, 8), 10 + 5 * pg_temp.pick(i, 16, 22),
  pg_temp.pick(i, 17, 12) > 0, timestamptz '2023-01-01 00:00+00' + i * interval '5 hours'
from words w, generate_series(1, 6000) as i,
  lateral (select w.dishes[1 + pg_temp.pick(i, 13, 14)] as dish) as d,
  lateral (select n.name from chosen s join ingredients n on n.id = s.ingredient_id where s.recipe_id = i and s.position = 1) as a,
  lateral (select n.name from chosen s join ingredients n on n.id = s.ingredient_id where s.recipe_id = i and s.position = 2) as b,
  lateral (select n.name from chosen s join ingredients n on n.id = s.ingredient_id where s.recipe_id = i and s.position = 3) as c
order by i;

insert into recipe_ingredients (recipe_id, ingredient_id, position, quantity, unit)
select s.recipe_id, s.ingredient_id, s.position,
  case when n.kind in ('herb', 'spice') then 1 + pg_temp.pick(s.recipe_id, s.position, 4) else 50 * (1 + pg_temp.pick(s.recipe_id, s.position, 10)) end,
  case n.kind when 'herb' then 'sprigs' when 'spice' then 'tsp' else 'g' end
from chosen s join ingredients n on n.id = s.ingredient_id
order by s.recipe_id, s.position;

-- 3 to 6 for each recipe, about its own ingredients.
insert into steps (recipe_id, position, instruction)
select s.recipe_id, s.position,
  w.actions[1 + pg_temp.pick(s.recipe_id, 20 + s.position, 10)] || ' ' || n.name || ' ' || w.manners[1 + pg_temp.pick(s.recipe_id, 30 + s.position, 8)] || '.'
from words w, chosen s join ingredients n on n.id = s.ingredient_id
where s.position <= 3 + pg_temp.pick(s.recipe_id, 40, 4);

-- 1 to 3 different ones for each recipe.
insert into recipe_tags (recipe_id, tag)
select r.id, w.tags[1 + (pg_temp.pick(r.id, 50, 16) + k * 5) % 16]
from words w, recipes r, lateral generate_series(0, pg_temp.pick(r.id, 51, 3)) as k;

-- None to 11 for each published recipe, by different users; most are kind.
insert into ratings (recipe_id, user_id, stars, comment, rated_at)
select r.id, 1 + (pg_temp.pick(r.id, 60, 1000) + k * 83) % 1000,
  5 - least(pg_temp.pick(r.id * 12 + k, 61, 5), pg_temp.pick(r.id * 12 + k, 62, 5)),
  case when pg_temp.pick(r.id * 12 + k, 63, 3) = 0 then w.comments[1 + pg_temp.pick(r.id * 12 + k, 64, 8)] else '' end,
  r.created_at + make_interval(days => 1 + pg_temp.pick(r.id * 12 + k, 65, 200), mins => k)
from words w, recipes r, lateral generate_series(1, pg_temp.pick(r.id, 66, 12)) as k
where r.published;

-- None to 5 for each published recipe, by different users.
insert into favourites (user_id, recipe_id, saved_at)
select 1 + (pg_temp.pick(r.id, 70, 1000) + k * 171) % 1000, r.id, r.created_at + make_interval(days => k, mins => pg_temp.pick(r.id, 71, 1440))
from recipes r, lateral generate_series(1, pg_temp.pick(r.id, 72, 6)) as k
where r.published;

-- One or two for each user, with 3 to 10 different recipes.
insert into cookbooks (user_id, title)
select 1 + i % 1000, case when i < 1000 then 'What we cook' else 'For guests' end
from generate_series(0, 1499) as i
order by i;

insert into cookbook_recipes (cookbook_id, recipe_id, position)
select c.id, 1 + (pg_temp.pick(c.id, 80, 6000) + k * 577) % 6000, k + 1
from cookbooks c, lateral generate_series(0, 2 + pg_temp.pick(c.id, 81, 8)) as k;

drop table words, chosen;
drop function pg_temp.pick;
reset jit;
analyze users, cuisines, ingredients, recipes, recipe_ingredients, steps, tags, recipe_tags, ratings, favourites, cookbooks,
  cookbook_recipes;
