package io.plimsoll.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {
  @Test
  void url_withCredentials_isSplit() {
    PostgresUrl url =
        PostgresUrl.parse("postgresql://me:p%40s+s@db.example:6543/shop?sslmode=require", Map.of());

    assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:6543/shop?sslmode=require");
    assertThat(url.user()).isEqualTo("me");
    assertThat(url.password()).isEqualTo("p@s+s");
    assertThat(PostgresUrl.parse(url.withPassword(), Map.of())).isEqualTo(url);
  }

  @Test
  void url_inJdbcForm_takesCredentialsFromParameters() {
    PostgresUrl url =
        PostgresUrl.parse("jdbc:postgresql://db/shop?user=me&password=x&sslmode=require", Map.of());

    assertThat(url)
        .isEqualTo(new PostgresUrl("jdbc:postgresql://db:5432/shop?sslmode=require", "me", "x"));
  }

  @Test
  void url_withoutCredentials_takesThemFromTheEnvironment() {
    PostgresUrl url =
        PostgresUrl.parse("postgresql://db:1/shop", Map.of("PGUSER", "me", "PGPASSWORD", "secret"));

    assertThat(url).isEqualTo(new PostgresUrl("jdbc:postgresql://db:1/shop", "me", "secret"));
    assertThat(url.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://me:hidden@db/shop",
        "postgresql://me:hidden@db",
        "postgresql://me:hid den@db/shop",
        "postgresql://db/shop?password=hidden",
        "hidden"
      })
  void url_malformed_isRefusedWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> PostgresUrl.parse(text, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("postgresql://user:password@host:port/database")
        .hasMessageNotContaining("hid")
        .hasNoCause();
  }
}
