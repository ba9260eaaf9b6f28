package io.plimsoll.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PlaceholdersTest {
  @Test
  void placeholders_areReplacedInOrder_andNothingElse() {
    String jdbc =
        """
        select '?' || "?" || $a$ ? $a$, j ?? 'k', j ??| array['?'], a[1:(?::int)] -- ?
        from t /* ? */ where id = (?::bigint) and e = E'\\'?' and n = ?\
        """;
    assertThat(Placeholders.replace(jdbc, List.of("x.v", "?", "y")))
        .isEqualTo(
            """
            select '?' || "?" || $a$ ? $a$, j ?? 'k', j ??| array['?'], a[1:(x.v::int)] -- ?
            from t /* ? */ where id = (?::bigint) and e = E'\\'?' and n = y\
            """);
  }
}
