package io.plimsoll.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlTemplateTest {
  private static SqlTemplate template(String sql) {
    String yaml =
        """
        queries:
          q:
            get: /q
            params: { id: bigint, title: text }
            sql: |
        %s\
        """
            .formatted(sql.indent(6));
    return CatalogParser.parse("test", yaml).queries().getFirst().sql();
  }

  @Test
  void numbered_hasEachParameterOnce_inTheOrderOfTheirFirstUse() {
    SqlTemplate sql = template("select * from a where t = :title and id = :id and u <> :title;");

    assertThat(sql.numbered())
        .isEqualTo(
            "select * from a where t = ($1::text) and id = ($2::bigint) and u <> ($1::text)\n");
    assertThat(sql.parameters()).containsExactly("title", "id");
  }

  @Test
  void sourceIndex_ofEachCharacter_isWhereItStands() {
    String source =
        "select '($1::text)', x ?| array[:title] from a\nwhere id = :id -- ($2::text)\n and c";
    SqlTemplate sql = template(source);

    for (String part :
        new String[] {"select", "x ?|", "array", "from a", "where", "id = ", "and c"}) {
      int index = sql.numbered().indexOf(part);
      assertThat(sql.sourceIndex(index)).as(part).isEqualTo(source.indexOf(part));
    }
  }

  @Test
  void sourceIndex_withinAParameter_isItsBegin() {
    SqlTemplate sql = template("select * from a where id = :id and t = :title");
    int begin = sql.numbered().indexOf("($2::text)");

    for (int i = 0; i < "($2::text)".length(); i++) {
      assertThat(sql.sourceIndex(begin + i)).isEqualTo(sql.source().indexOf(":title"));
    }
  }

  @Test
  void sourceIndex_beyondTheEnd_isTheEnd() {
    SqlTemplate sql = template("select * from a where id = :id and t = :title");

    assertThat(sql.sourceIndex(10_000)).isEqualTo(sql.source().length());
  }
}
