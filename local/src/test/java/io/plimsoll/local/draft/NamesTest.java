package io.plimsoll.local.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamesTest {
  private final Names names = new Names(List.of("public", "sales"));
  private final Paths paths = new Paths();

  @Test
  void segment_isLegalAndEachTablesOwn() {
    assertThat(names.segment("public", "OrderItems")).isEqualTo("order-items");
    assertThat(names.segment("public", "order_items")).isEqualTo("order-items-2");
    assertThat(names.segment("sales", "order_items")).isEqualTo("sales.order-items");
    assertThat(names.segment("public", "日本")).isEqualTo("table");
    assertThat(names.segment("public", "OrderItems")).isEqualTo("order-items");
  }

  @Test
  void query_isLegalUniqueAndShort() {
    List<Column> by = List.of(column("Id"));
    assertThat(names.query("2fa", by)).isEqualTo("t-2fa-by-id");
    assertThat(names.query("sales.x", by)).isEqualTo("sales-x-by-id");
    assertThat(names.query("sales.x", by)).isEqualTo("sales-x-by-id-2");
    assertThat(names.query("x".repeat(80), by)).hasSizeLessThanOrEqualTo(63);
  }

  @Test
  void parameter_isLegalAndDiffersFromTheUsed() {
    Set<String> used = new HashSet<>(Set.of("limit"));
    assertThat(Names.parameter("Limit", used)).isEqualTo("limit_2");
    assertThat(Names.parameter("2nd-Author", used)).isEqualTo("p_2nd_author");
    assertThat(Names.parameter("名", used)).isEqualTo("p");
    assertThat(Names.parameter("名", used)).isEqualTo("p_2");
  }

  @Test
  void path_thatOverlapsAnother_isNotTaken() {
    assertThat(paths.free(List.of("/users/{id}"))).isEqualTo("/users/{id}");
    assertThat(paths.free(List.of("/users/{id}/articles"))).isEqualTo("/users/{id}/articles");
    assertThat(paths.free(List.of("/users/by-x/{x}", "/users-by-x/{x}")))
        .isEqualTo("/users-by-x/{x}");
    assertThat(paths.free(List.of("/users-by-x/{y}"))).isEqualTo("/users-by-x-2/{y}");
  }

  @Test
  void secret_isToldByTheName() {
    for (String name :
        List.of("password", "Passwd", "api_key", "accessToken", "hash", "user_pin", "salt")) {
      assertThat(column(name).looksSecret()).as(name).isTrue();
    }
    for (String name : List.of("pinned", "shopping", "key", "name", "passage")) {
      assertThat(column(name).looksSecret()).as(name).isFalse();
    }
  }

  private static Column column(String name) {
    return new Column(name, name, "text", Optional.empty());
  }
}
