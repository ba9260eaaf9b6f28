package io.plimsoll.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlShapeTest {
  private static SqlShape shape(String sql) throws SqlException {
    return SqlShape.of(SqlScanner.scan(sql));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "select * from t                                                | public.t",
        "select t.*, u.x from T t join \"T\" u on t.id = u.id           | public.T public.t",
        "select * from only t tablesample system (1)                    | public.t",
        "select * from s.t, \"S\".\"u v\"                               | S.u v s.t",
        "select (select 1 from a), exists (select 1 from b) from c      | public.a public.b public.c",
        "select array(select 1 from a), count(*) filter (where x in (select 1 from b)) from c| public.a public.b public.c",
        "select sum(x) over (partition by (select 1 from a) order by (select 1 from b)) from c| public.a public.b public.c",
        "select jsonb_agg(x order by (select 1 from a)) from b          | public.a public.b",
        "select 1 from a order by (select 1 from b) limit (select 1 from c) offset (select 1 from d)| public.a public.b public.c public.d",
        "select 1 from a group by (select 1 from b) having (select 1 from c)| public.a public.b public.c",
        "select 1 from a window w as (order by (select 1 from b))       | public.a public.b",
        "select 1 from a union all select 1 from b except select 1 from c| public.a public.b public.c",
        "with x as (select * from a) select * from x                    | public.a",
        "with a as (select * from a) select * from a                    | public.a",
        "with a as (select 1 from b) select (with c as (select 1 from a) select 1 from c), 1 from c| public.b public.c",
        "with recursive x as (select 1 from a union all select 1 from x join y on true), y as (select 1 from b) select * from x, y| public.a public.b",
        "with x as (select 1 from y), y as (select 1 from b) select * from x, y| public.b public.y",
        "with X as (select 1 from a) select * from x                    | public.a",
        "select * from (with x as (select 1 from a) select * from x) s, x| public.a public.x",
        "select * from a, lateral (select 1 from b where b.id = a.id) c | public.a public.b",
        "select * from a cross join lateral jsonb_each((select 1 from b)) c| public.a public.b",
        "select * from generate_series(1, 2) g(x), a                    | public.a",
        "select * from a where (x, y) in (values (1, (select 1 from b)))| public.a public.b",
        "select case when exists (select 1 from a) then (select 1 from b) else (select 1 from c) end from d| public.a public.b public.c public.d",
        "select * from (a join b on true) join c on true                | public.a public.b public.c",
        "select cast((select 1 from a) as int), (select 1 from b)::int, coalesce((select 1 from c), 1) from d| public.a public.b public.c public.d",
        "select extract(year from (select d from a)), substring((select 1 from b) from 1) from c| public.a public.b public.c",
        "values (1, (select 1 from a))                                  | public.a",
        "insert into a (x) select x from b returning (select 1 from c)  | public.a public.b public.c",
        "insert into a as v (x) values (1) on conflict (x) do update set x = (select 1 from b) returning x| public.a public.b",
        "update a set x = (select 1 from b) from c where a.id = c.id returning *| public.a public.b public.c",
        "delete from a using b where a.id in (select 1 from c) returning *| public.a public.b public.c",
        "with d as (delete from a returning *) insert into b select * from d returning *| public.a public.b"
      })
  void tables_anywhereInTheStatement_areFound(String sql, String tables) throws SqlException {
    assertThat(String.join(" ", shape(sql).tables())).isEqualTo(tables);
  }

  @Test
  void functions_anywhereInTheStatement_areFound() throws SqlException {
    String sql =
        "select lower(a.x), S.F(1), \"Odd\"(2), row_number() over (), current_date, now()"
            + " from unnest(array[1]) u, a cross join lateral g(a.id) where a.x = any(h(:p))";
    assertThat(shape(sql).uses().functions())
        .contains(
            "lower", "s.f", "Odd", "row_number", "current_date", "now", "unnest", "g", "any", "h");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOCALTIMESTAMP", "localtime", "current_user", "User", "session_user"})
  void keyword_likeAColumn_isAFunction(String keyword) throws SqlException {
    assertThat(shape("select " + keyword + "::text from a").uses().functions())
        .containsExactly(keyword.toLowerCase(Locale.ROOT));
    assertThat(shape("select a.user, \"user\" from a").uses().functions()).isEmpty();
  }

  @Test
  void columns_ofEachSpelling_areFound() throws SqlException {
    SqlUses uses = shape("select a.X, \"Y\", (a).f from a where z = (g(a)).h").uses();
    assertThat(uses.columns()).contains("x", "Y", "z");
    assertThat(uses.functions()).containsExactly("f", "g", "h");
  }

  @Test
  void casts_ofEachSpelling_areFound() throws SqlException {
    assertThat(casts("cast(lower(:p) || b as timestamp(3) with time zone)"))
        .contains("timestamp(3) with time zone true [p] [b]");
    assertThat(casts("(:p::date[])::text"))
        .containsExactly("text true [p] []", "date[] true [p] []");
    assertThat(casts("pg_catalog.Date(:p)"))
        .containsExactly("\"pg_catalog\".\"date\" false [p] []");
  }

  private static List<String> casts(String expression) throws SqlException {
    return shape("select " + expression + " from a").uses().casts().stream()
        .map(c -> "%s %s %s %s".formatted(c.type(), c.certain(), c.parameters(), c.columns()))
        .toList();
  }

  @Test
  void literals_ofEachSpelling_areFound() throws SqlException {
    String sql = "select 'a''b', E'c\\nd', $$e$$, \"f\", 'to'\n'day' from a -- 'g'";
    assertThat(shape(sql).uses().literals())
        .containsExactly("'a''b'", "E'c\\nd'", "$$e$$", "'today'");
  }

  @Test
  void kind_ofEachStatement_isTold() throws SqlException {
    assertThat(shape("select 1 from a").writes()).isFalse();
    assertThat(shape("select 1 from a for update").locks()).isTrue();
    assertThat(shape("select 1 from a where x in (select 1 from b for share)").locks()).isTrue();
    assertThat(shape("select 1 into b from a").writes()).isTrue();
    SqlShape cte = shape("with d as (delete from a returning id) select id from d");
    assertThat(cte.reads() && cte.writes() && cte.returns()).isTrue();
    assertThat(shape("insert into a values (1)").returns()).isFalse();
    assertThat(shape("update a set x = 1 returning x").returns()).isTrue();
  }

  /** Found by fuzzing: jsqlparser reads it. */
  @Test
  void table_withAnEmptyPartInItsName_isRefused() {
    assertThatThrownBy(() -> shape("select a from t...u"))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("has a name with an empty part");
  }

  @Test
  void statement_notSql_isToldWithItsPlace() {
    assertThatThrownBy(() -> shape("select a\nfrom t whre x = 1"))
        .isInstanceOf(SqlException.class)
        .hasMessageMatching(
            "cannot be parsed: unexpected \".*\" at line 2, column \\d+ of the SQL");
  }
}
