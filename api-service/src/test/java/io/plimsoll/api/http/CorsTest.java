package io.plimsoll.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.core.config.CorsConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may be configured; what is answered shows {@code CorsIT}. */
final class CorsTest {
  private static CorsConfig config(List<String> origins, boolean credentials) {
    return new CorsConfig(
        origins, List.of("Accept"), List.of("ETag"), credentials, Duration.ofMinutes(1));
  }

  @Test
  void withoutOrigins_isOff() {
    assertThat(Cors.of(config(List.of(), false), List.of("GET"))).isEmpty();
    assertThat(Cors.of(config(List.of("*"), false), List.of("GET"))).isPresent();
  }

  @Test
  void credentials_neverGoWithAnyOrigin() {
    assertThatThrownBy(() -> config(List.of("https://a.example", "*"), true))
        .hasMessageStartingWith("credentials: must be false");
    assertThat(config(List.of("https://a.example"), true).credentials()).isTrue();
  }

  @Test
  void origin_isSchemeHostAndPort() {
    for (String good :
        List.of("https://a.example", "http://localhost:3000", "http://[::1]:80", "*")) {
      assertThat(config(List.of(good), false).origins()).containsExactly(good);
    }
    for (String bad :
        List.of("a.example", "https://A.example", "https://a.example/", "null", "https://*.x")) {
      assertThatThrownBy(() -> config(List.of(bad), false))
          .hasMessageStartingWith("origins: must be like");
    }
  }

  @Test
  void header_isAToken() {
    assertThatThrownBy(() ->
            new CorsConfig(
                List.of(), List.of("A\r\nB: c"), List.of(), false, Duration.ofMinutes(1)))
        .hasMessageStartingWith("headers: must be names of headers");
    assertThatThrownBy(() ->
            new CorsConfig(List.of(), List.of(), List.of("A B"), false, Duration.ofMinutes(1)))
        .hasMessageStartingWith("expose: must be names of headers");
  }
}
