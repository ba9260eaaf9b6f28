package io.plimsoll.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchTargetTest {
  private static final String LOCAL_API = "http://127.0.0.1:8080";
  private static final String LOCAL_DB = "jdbc:postgresql://localhost:5432/postgres";
  private static final String LOCAL_REDIS = "redis://:secret-r@[::1]:6379";
  private static final String LOCAL_KAFKA = "127.0.0.1:9092";

  @Test
  void target_onLoopback_isTaken() {
    assertThat(target(LOCAL_API, LOCAL_DB, LOCAL_REDIS, LOCAL_KAFKA))
        .asString()
        .contains(LOCAL_API)
        .doesNotContain("secret");
  }

  @Test
  void target_elsewhere_isRefusedByName() {
    assertRefused("the API", "http://192.0.2.1:80", LOCAL_DB, LOCAL_REDIS, LOCAL_KAFKA);
    assertRefused("Postgres", LOCAL_API, "jdbc:postgresql://192.0.2.1/x", LOCAL_REDIS, LOCAL_KAFKA);
    assertRefused("Redis", LOCAL_API, LOCAL_DB, "redis://192.0.2.1", LOCAL_KAFKA);
    assertRefused("Kafka", LOCAL_API, LOCAL_DB, LOCAL_REDIS, "127.0.0.1:1,192.0.2.1:2");
  }

  @Test
  void options_outOfBounds_areNamed() {
    assertThatThrownBy(() -> new BenchOptions(301, 1, 1, false, ""))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("--seconds must be 1 to 300, was 301");
    assertThatThrownBy(() -> new BenchOptions(1, 0, 1, false, "")).hasMessageContaining("--rate");
    assertThatThrownBy(() -> new BenchOptions(1, 1, 5_001, false, ""))
        .hasMessageContaining("--commits");
  }

  private static void assertRefused(
      String part, String api, String db, String redis, String kafka) {
    assertThatThrownBy(() -> target(api, db, redis, kafka))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining(part)
        .hasMessageContaining("192.0.2.1")
        .hasMessageContaining("not a loopback address");
  }

  private static BenchTarget target(String api, String db, String redis, String kafka) {
    return new BenchTarget(
        URI.create(api),
        Map.of("cdc-invalidator", URI.create("http://127.0.0.1:8082")),
        db,
        "writer",
        "secret-p",
        redis,
        "plimsoll",
        kafka,
        "plimsoll",
        1,
        2,
        "default");
  }
}
