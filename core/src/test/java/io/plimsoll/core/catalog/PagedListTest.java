package io.plimsoll.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters and orders of a list, and the SQL that comes of them. */
final class PagedListTest {
  private static final String LIST =
      """
      queries:
        list:
          get: /articles
          params: { author: bigint }
          sql: select id, title, at, status, by_line from articles where author_id = :author
          page:
            by: [id desc]
            sort: [-at, at, "title,-at", -id]
            filter:
              status: { type: text, ops: [eq, in] }
              at: { type: timestamptz, ops: [gte, lt] }
              by_line: text
      """;

  private static PagedList parse(String text) {
    return CatalogParser.parse("catalog.yaml", text).pages().getFirst();
  }

  private static List<String> problems(String text) {
    return catchThrowableOfType(CatalogException.class, () -> parse(text)).problems().stream()
        .map(Object::toString)
        .toList();
  }

  private static String sql(QueryDef query) {
    return query.sql().jdbc().substring(query.sql().jdbc().indexOf(") as plimsoll_page")).strip();
  }

  @Test
  void first_isAnalysedWithEveryFilterThatMayBeGiven() {
    QueryDef first = parse(LIST).first();
    assertThat(sql(first))
        .isEqualTo(
            ") as plimsoll_page where ((?::text) is null or \"status\" = (?::text))"
                + " and ((?::text[]) is null or \"status\" = any((?::text[])))"
                + " and ((?::timestamptz) is null or \"at\" >= (?::timestamptz))"
                + " and ((?::timestamptz) is null or \"at\" < (?::timestamptz))"
                + " and ((?::text) is null or \"by_line\" = (?::text))"
                + " order by \"id\" desc limit (?::int) + 1");
    assertThat(first.params())
        .extracting(Param::name)
        .containsExactly("author", "status", "status_in", "at_gte", "at_lt", "by_line", "limit");
    assertThat(first.params().subList(1, 6)).allMatch(Param::nullable);
  }

  /** So that it is the column that has the type, and an index on it serves. */
  @Test
  void filterAsAnotherType_castsItsValues() {
    QueryDef first =
        parse(
                LIST.replace(
                    "{ type: text, ops: [eq, in] }",
                    "{ type: text, as: shop.state, ops: [eq, in] }"))
            .first();
    assertThat(sql(first))
        .startsWith(
            ") as plimsoll_page where ((?::text) is null or \"status\" = cast((?::text) as shop.state))"
                + " and ((?::text[]) is null or \"status\" = any(cast((?::text[]) as shop.state[])))"
                + " and ((?::timestamptz) is null or \"at\" >= (?::timestamptz))");
  }

  @Test
  void narrowed_runsWithTheFiltersThatAreGiven_andIsTheSameQueryForTheCache() {
    PageDef usual = parse(LIST).usual();
    QueryDef some = usual.narrowed(usual.first(), Set.of("status_in", "at_lt"));
    assertThat(sql(some))
        .isEqualTo(
            ") as plimsoll_page where \"status\" = any((?::text[])) and \"at\" < (?::timestamptz)"
                + " order by \"id\" desc limit (?::int) + 1");
    assertThat(some.sql().names()).containsExactly("author", "status_in", "at_lt", "limit");
    assertThat(some.name()).isEqualTo("list");
    assertThat(some.version()).isEqualTo(usual.first().version());
    assertThat(some.params()).isEqualTo(usual.first().params());
    assertThat(sql(usual.narrowed(usual.first(), Set.of())))
        .isEqualTo(") as plimsoll_page order by \"id\" desc limit (?::int) + 1");
    QueryDef next = usual.next(List.of(ParamType.BIGINT));
    assertThat(sql(usual.narrowed(next, Set.of("status"))))
        .isEqualTo(
            ") as plimsoll_page where (\"id\") < ((?::bigint)) and \"status\" = (?::text)"
                + " order by \"id\" desc limit (?::int) + 1");
  }

  @Test
  void orders_endWithTheKey_thatGoesTheirWay() {
    PagedList list = parse(LIST);
    assertThat(list.sorts().keySet()).containsExactly("-at", "at", "title,-at", "-id");
    assertThat(list.sorts().values())
        .extracting(page -> page.by().stream().map(Paging.Sort::sql).toList())
        .containsExactly(
            List.of("\"at\" desc", "\"id\" desc"),
            List.of("\"at\" asc", "\"id\" asc"),
            List.of("\"title\" asc", "\"at\" desc", "\"id\" desc"),
            List.of("\"id\" desc"));
    assertThat(list.sorts().get("-id")).as("the usual one").isSameAs(list.usual());
    assertThat(list.orders()).hasSize(4).startsWith(list.usual());
    assertThat(list.orders())
        .extracting(page -> page.first().name())
        .containsExactly("list", "list/-at", "list/at", "list/title,-at");
    assertThat(list.orders())
        .extracting(page -> page.first().paging().orElseThrow().list())
        .as("a cursor is of one order")
        .doesNotHaveDuplicates();
    assertThat(list.orders()).allMatch(page -> page.first().catalogName().equals("list"));
    assertThat(list.orders().get(1).nextName()).isEqualTo("list/-at/next");
  }

  @Test
  void ownParams_haveSortOnlyWhereThereAreOrders() {
    assertThat(parse(LIST).ownParams()).extracting(Param::name).containsExactly("sort", "cursor");
    assertThat(parse(LIST.replace("sort: [-at, at, \"title,-at\", -id]", "")).ownParams())
        .extracting(Param::name)
        .containsExactly("cursor");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          sort: [-at, at                    | sort: [at down              | must be columns of the answer such as -created_at
          sort: [-at, at                    | sort: ['at;drop'            | must be columns of the answer such as -created_at
          sort: [-at, at                    | sort: [at, at               | is there twice
          sort: [-at, at                    | sort: ['at,-at'             | must have each column once
          sort: [-at, at                    | sort: [a, b, c, d, e, f, g  | must have 1 to 8 orders, has 9
          sort: [-at, at                    | sort: ['a,b,c,d,e,f,g,h'    | must have at most 8 columns with those of by
          by_line: text                     | by_line: varchar            | must be a type (smallint
          by_line: text                     | 'x\"; drop': text           | a column to filter by must have lower-case letters
          ops: [eq, in]                     | ops: [eq, ne]               | must be one of eq, gt, gte, lt, lte, in, was "ne"
          ops: [eq, in]                     | ops: [eq, eq]               | must have each comparison once
          ops: [eq, in]                     | ops: []                     | must have each comparison once
          ops: [gte, lt]                    | ops: [eq, gt, gte, lt, lte, in] | must have at most 8 filters, each comparison of a column counted; has 9
          ops: [gte, lt]                    | on: [gte, lt]               | unknown key; expected one of type, as, ops
          ops: [gte, lt]                    | as: 'x) or (true'           | must be the name of a type, such as order_status, was "x) or (true"
          ops: [gte, lt]                    | as: 'a.b.c'                 | must be the name of a type, such as order_status, was "a.b.c"
          by_line: text                     | author: bigint              | the filter author of column author has the name of another parameter
          by_line: text                     | limit: int                  | the filter limit of column limit has the name of another parameter
          by_line: text                     | status_in: text             | the filter status_in of column status_in has the name of another parameter
          by_line: text                     | plimsoll_x: text            | the filter plimsoll_x of column plimsoll_x has the name of another parameter
          author: bigint                    | sort: bigint                | take sort out of params and SQL
          """)
  void aMistake_isTold(String from, String to, String expected) {
    String text = LIST.replace(from, to);
    assertThat(text).isNotEqualTo(LIST);
    String used = to.startsWith("sort: big") ? text.replace(":author", ":sort") : text;
    assertThat(problems(used)).anyMatch(line -> line.contains(expected));
  }

  /** Of an answer that is a part of a list no ETag says that a row is as it was. */
  @Test
  void writeThatIsConditionalOnAList_isTold() {
    String write =
        """
        writes:
          rename:
            patch: /articles/{author}
            params: { author: bigint, title: text }
            sql: update articles set title = :title where author_id = :author returning id
            if-match: list
        """;
    assertThat(problems(LIST + write))
        .anyMatch(line -> line.contains("must not be a list in pages: list is one"));
  }
}
