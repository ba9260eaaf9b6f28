package io.plimsoll.api.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class WriteSqlTest {
  private static final String TAIL =
      """
      )
      select (select row_to_json(w)::text from plimsoll_write w limit 1),
        pg_current_xact_id()::text,
        (select token from plimsoll.incarnation)\
      """;

  @Test
  void plainStatement_becomesThePart() {
    assertThat(WriteSql.returningJson("insert into t values (1) returning id\n"))
        .isEqualTo("with plimsoll_write as (\ninsert into t values (1) returning id\n" + TAIL);
  }

  @Test
  void lastStatementOfWith_becomesOneMorePart() {
    assertThat(
            WriteSql.returningJson(
                "with a as (insert into t select 1 returning id) select id from a\n"))
        .isEqualTo(
            "with a as (insert into t select 1 returning id), plimsoll_write as (\nselect id from a\n"
                + TAIL);
  }

  @Test
  void keywordsInStringsNamesAndComments_areNotStatements() {
    String head = "with \"select\" as (delete from t) -- select\n /* update */ ";
    assertThat(WriteSql.returningJson(head + "update u set x = ') select' returning x\n"))
        .isEqualTo(
            head.stripTrailing()
                + ", plimsoll_write as (\nupdate u set x = ') select' returning x\n"
                + TAIL);
  }

  @Test
  void dollarQuotedText_isSkipped() {
    assertThat(WriteSql.returningJson("with a as (select $q$ ) select $q$) select 1\n"))
        .startsWith("with a as (select $q$ ) select $q$), plimsoll_write as (\nselect 1\n");
  }

  @Test
  void withWithoutStatement_isRefused() {
    assertThatThrownBy(() -> WriteSql.returningJson("with a as (select 1)"))
        .hasMessageContaining("no statement behind its parts");
  }
}
