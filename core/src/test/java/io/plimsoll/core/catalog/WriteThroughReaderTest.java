package io.plimsoll.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a write may name to be loaded behind it. */
final class WriteThroughReaderTest {
  private static final String CATALOG =
      """
      queries:
        thing:
          get: /things/{id}
          params: { id: bigint }
          sql: select id, name from things where id = :id
          one: true
        named:
          get: /named/{name}
          params: { name: text }
          sql: select id from things where name = :name
        dated:
          get: /dated/{name}
          params: { name: date }
          sql: select id from things where made = :name
        pages:
          get: /pages
          sql: select t.id from things t
          page: { by: [id] }
      writes:
        make:
          post: /things
          params: { name: text }
          sql: insert into things (name) values (:name) returning id, name
          write-through: NAMED
      """;

  private static WriteDef write(String named) {
    return CatalogParser.parse("test", CATALOG.replace("NAMED", named)).writes().getFirst();
  }

  /** The id of the first is the row's, which nobody knows before. */
  @Test
  void oneOrSeveral_eachOnce() {
    assertThat(write("thing").writeThrough()).containsExactly("thing");
    assertThat(write("[thing, named, thing]").writeThrough()).containsExactly("thing", "named");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "other | must be the name of a query",
        "dated | dated takes name as date, the write as text",
        "pages | must not be a list in pages: pages is one",
        "{ a: b } | a query's name, or a list of them",
      })
  void whatCannotBe_isTold(String named, String expected) {
    assertThatThrownBy(() -> write(named)).hasMessageContaining(expected);
  }
}
