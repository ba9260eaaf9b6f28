package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.local.stack.Service;
import io.plimsoll.local.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters of a column whose type is an enum of the database. */
final class EnumFiltersIT {
  private static final String CATALOG =
      """
      queries:
        agents:
          get: /agents
          sql: select id, name, status, region from agents
          page:
            by: [id]
            limit: { default: 500, max: 500 }
            filter:
              status: { type: text, as: agent_status, ops: [eq, in] }
      """;

  @TempDir private static Path folder;
  private static Articles stack;

  @BeforeAll
  static void start() throws IOException {
    Path file = Files.writeString(folder.resolve("catalog.yaml"), CATALOG);
    stack =
        Articles.start(
            Stack.builder()
                .example("control-plane")
                .catalog(file)
                .services(Service.API, Service.CDC));
    stack.untilHit("/agents?limit=1");
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  private static List<String> ids(Response page) {
    assertThat(page.status()).as("%s", page).isEqualTo(200);
    return Pattern.compile("\"id\":\"([^\"]+)\"")
        .matcher(page.body())
        .results()
        .map(id -> id.group(1))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status=online            | status = 'online'",
        "status_in=retired,online | status in ('online', 'retired')",
        "status_in=               | false",
      })
  void rows_areThoseOfSql(String query, String where) {
    String expected =
        stack.sqlValue(
            "select coalesce(string_agg(id::text, ',' order by id), '') from (select * from agents where %s order by id limit 500) a"
                .formatted(where));
    assertThat(ids(stack.get("/agents?" + query)).stream().collect(Collectors.joining(",")))
        .isEqualTo(expected);
  }

  @Test
  void valueThatTheTypeDoesNotHave_isRefused() {
    Response refused = stack.get("/agents?status=asleep");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("/problems/origin-rejected");
  }

  /** The filter ties the list to rows with this value, as one of a text column does. */
  @Test
  void change_endsTheListsOfItsValues_andNoOther() {
    String path = "/agents?status=retired";
    String one = stack.sqlValue("select min(id::text) from agents where status = 'online'");
    int before = ids(stack.untilHit(path)).size();
    String etag = stack.untilHit(path).header("ETag");

    stack.sql("update agents set region = 'elsewhere' where id = '" + one + "'");
    stack.until("/agents?status=online", r -> r.hit() && r.body().contains("elsewhere"));
    Response still = stack.get(path);
    assertThat(still.hit()).isTrue();
    assertThat(still.header("ETag")).isEqualTo(etag);

    stack.sql("update agents set status = 'retired' where id = '" + one + "'");
    Response after = stack.until(path, r -> r.hit() && r.body().contains(one));
    assertThat(ids(after)).hasSize(before + 1);
  }
}
