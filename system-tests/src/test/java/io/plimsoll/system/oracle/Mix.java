package io.plimsoll.system.oracle;

import java.util.List;

/**
 * What an example is asked and what changes in it. In the SQL of a write {@code $k} is a number
 * from 0 to {@value #HOT} less one, the same within a statement.
 *
 * @param keyed questions whose rows follow from a key
 * @param others lists without one, searches, statistics
 */
record Mix(String example, List<Read> keyed, List<Read> others, List<String> writes) {
  static final int HOT = 40;

  /**
   * Requests of a query.
   *
   * @param params gives a row for each, with a column for each parameter that is given
   */
  record Read(String query, String params) {}

  @Override
  public String toString() {
    return example;
  }

  static List<Mix> all() {
    return List.of(articles(), risks(), controlPlane(), recipes());
  }

  private static Mix articles() {
    return new Mix(
        "articles",
        List.of(
            new Read("article", "select 1 + 7 * i as id from generate_series(0, 39) i"),
            new Read("views", "select 1 + 7 * i as id from generate_series(0, 39) i"),
            new Read(
                "user",
                "select distinct author_id as id from articles where id in (select 1 + 7 * i from generate_series(0, 39) i)"),
            new Read(
                "articles-by-author",
                "select distinct author_id as author from articles where id in (select 1 + 7 * i from generate_series(0, 39) i)")),
        List.of(
            new Read("articles-by-category", "select slug as category from categories"),
            new Read("articles-by-tag", "select slug as tag from tags order by 1 limit 20"),
            new Read("search", "select 'cache' as q"),
            new Read("articles-by-status", "select 'published' as status"),
            new Read("count-by-status", "select 1"),
            new Read("count-by-category", "select 1")),
        List.of(
            "update articles set title = title || '.', updated_at = now() where id = 1 + 7 * $k",
            "update articles set body = body || '.' where id = 1 + 7 * $k",
            "update articles set status = case status when 'draft' then 'published' else 'draft' end where id = 1 + 7 * $k",
            "insert into article_views as v values (1 + 7 * $k, 1) on conflict (article_id) do update set views = v.views + 1",
            "update users set bio = bio || '.' where id = (select author_id from articles where id = 1 + 7 * $k)",
            "insert into articles (author_id, category, status, title) select author_id, category, 'published', 'New' from articles where id = 1 + 7 * $k",
            "insert into article_tags select 1 + 7 * $k, min(slug) from tags on conflict do nothing",
            "delete from article_tags where article_id = 1 + 7 * $k and tag = (select min(slug) from tags)"));
  }

  private static Mix risks() {
    String hot = "select 1 + 173 * i as id from generate_series(0, 39) i";
    return new Mix(
        "risks",
        List.of(new Read("risk", hot)),
        List.of(
            new Read(
                "risks",
                "select org_id as org, owner_id as owner from risks where id in (" + hot + ")"),
            new Read("top-risks", "select id as org from organisations"),
            new Read("matrix", "select id as org from organisations"),
            new Read("dashboard", "select id as org, '2026-06-01' as day from organisations"),
            new Read("search", "select id as org, 'payment outage' as q from organisations")),
        List.of(
            "update risks set title = title || '.' where id = 1 + 173 * $k",
            "update risks set likelihood = 1 + likelihood % 5 where id = 1 + 173 * $k",
            "insert into assessments (risk_id, assessor_id, likelihood, impact) select id, owner_id, 3, 3 from risks where id = 1 + 173 * $k",
            "update controls set effectiveness = (effectiveness + 1) % 100 where id = (select min(control_id) from risk_controls where risk_id = 1 + 173 * $k)",
            "update users set name = name || '.' where id = (select owner_id from risks where id = 1 + 173 * $k)",
            "insert into risk_controls select r.id, c.id, '2026-01-01' from risks r join controls c using (org_id) where r.id = 1 + 173 * $k order by c.id limit 1 on conflict do nothing"));
  }

  private static Mix controlPlane() {
    String agent = "(select id from agents order by id offset $k limit 1)";
    String execution = "(select id from executions order by id offset 5 * $k limit 1)";
    String plan = "(select id from plans order by id offset $k limit 1)";
    return new Mix(
        "control-plane",
        List.of(
            new Read(
                "agent", "select tenant_id as owner, id as agent from agents order by id limit 40"),
            new Read(
                "agent-heartbeats",
                "select tenant_id as owner, id as agent, 5 as limit from agents order by id limit 40"),
            new Read(
                "plan", "select tenant_id as owner, id as plan from plans order by id limit 40"),
            new Read(
                "execution",
                "select tenant_id as owner, id as execution from (select *, row_number() over (order by id) as n from executions) e where n % 5 = 1 order by n limit 40")),
        List.of(
            new Read(
                "agents",
                "select distinct tenant_id as owner from (select * from agents order by id limit 40) a"),
            new Read(
                "active-executions",
                "select distinct tenant_id as owner from (select * from agents order by id limit 40) a"),
            new Read(
                "plans",
                "select distinct tenant_id as owner from (select * from plans order by id limit 40) a")),
        List.of(
            "insert into heartbeats as h (agent_id, minute, cpu_percent, memory_mb) select "
                + agent
                + ", '2026-06-30 12:00+00', 10, 100 on conflict (agent_id, minute) do update set beats = h.beats + 1",
            "update agents set version = version || '.' where id = " + agent,
            "update agents set labels = labels || '{\"seen\": true}' where id = " + agent,
            "update executions set status = case status when 'running' then 'succeeded'::execution_status else 'running' end where id = "
                + execution,
            "update execution_steps set seconds = coalesce(seconds, 0) + 1 where position = 1 and execution_id = "
                + execution,
            "update plans set description = description || '.' where id = " + plan,
            "insert into execution_logs (execution_id, message) select " + execution + ", 'said'"));
  }

  private static Mix recipes() {
    String hot = "select 1 + 11 * i as id from generate_series(0, 39) i";
    return new Mix(
        "recipes",
        List.of(
            new Read("recipe", hot),
            new Read("rating-histogram", hot),
            new Read("reviews", hot),
            new Read(
                "user", "select distinct author_id as id from recipes where id in (" + hot + ")")),
        List.of(
            new Read("recipes-by-cuisine", "select slug as cuisine from cuisines"),
            new Read("similar-recipes", hot + " limit 10"),
            new Read("also-kept", hot + " limit 10"),
            new Read("top-per-cuisine", "select 1")),
        List.of(
            "insert into ratings as r (recipe_id, user_id, stars, comment) values (1 + 11 * $k, 1 + $k, 4, 'Good') on conflict (recipe_id, user_id) do update set stars = 1 + r.stars % 5",
            "insert into favourites (user_id, recipe_id) values (1 + $k, 1 + 11 * $k) on conflict do nothing",
            "delete from favourites where user_id = 1 + $k and recipe_id = 1 + 11 * $k",
            "update recipes set title = title || '.' where id = 1 + 11 * $k",
            "update recipes set minutes = minutes + 1 where id = 1 + 11 * $k",
            "update steps set instruction = instruction || '.' where position = 1 and recipe_id = 1 + 11 * $k",
            "update users set name = name || '.' where id = (select author_id from recipes where id = 1 + 11 * $k)"));
  }
}
