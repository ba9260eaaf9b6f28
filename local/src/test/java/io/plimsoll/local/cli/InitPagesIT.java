package io.plimsoll.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A drafted list, read page by page. */
class InitPagesIT extends DraftCase {
  /** Its key has five columns, of which the list's query has one. */
  @Test
  void pages_followEachOther_withoutGapOrRepetition() throws Exception {
    QueryDef list =
        CatalogParser.parse("draft", init("nasty").out()).queries().stream()
            .filter(query -> query.name().equals("flags-by-tenant-id"))
            .findFirst()
            .orElseThrow();
    String tenant = "00000000-0000-0000-0000-000000000001";
    Map<String, String> values = new HashMap<>(Map.of("tenant_id", tenant, "limit", "2"));
    List<String> seen = new ArrayList<>();
    try (Connection connection = postgres().connect("nasty");
        Statement statement = connection.createStatement()) {
      statement.execute("insert into tenants values ('%s', 'one')".formatted(tenant));
      statement.execute(
          "insert into flags select '%s', date '2026-01-01' + n / 2 %% 2, '2026-01-01Z', n %% 2 = 0, n / 4 from generate_series(0, 8) n"
              .formatted(tenant));
      while (page(connection, list, values, seen) == 2) {
        assertThat(seen).hasSizeLessThan(10);
      }
    }
    assertThat(seen).hasSize(9).doesNotHaveDuplicates();
  }

  /** Asks for one page, and sets where the next one begins. */
  private static int page(
      Connection connection, QueryDef list, Map<String, String> values, List<String> seen)
      throws SQLException {
    int rows = 0;
    try (PreparedStatement statement = connection.prepareStatement(list.sql().jdbc())) {
      for (int i = 0; i < list.sql().names().size(); i++) {
        statement.setString(i + 1, values.get(list.sql().names().get(i)));
      }
      try (ResultSet row = statement.executeQuery()) {
        for (; row.next(); rows++) {
          for (String column : List.of("set_at", "amount", "set_on")) {
            values.put("after_" + column, row.getString(column));
          }
          values.put("after_on", row.getString("on_"));
          seen.add(values.toString());
        }
      }
    }
    return rows;
  }
}
