package io.plimsoll.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.api.read.Answer;
import io.plimsoll.core.auth.ApiKey;
import io.plimsoll.core.auth.Rate;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.catalog.Access;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyAuthTest {
  private static final ApiKey KEY = ApiKey.random(new SecureRandom());

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Map<String, String> rows = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final KeyAuth auth = new KeyAuth(Duration.ofSeconds(2), () -> now, registry);

  private CompletionStage<Answer> row(String hash) {
    asked.add(hash);
    String json = rows.get(hash);
    byte[] body = json == null ? new byte[0] : json.getBytes(StandardCharsets.UTF_8);
    return CompletableFuture.completedStage(
        new Answer(
            new Content(json != null, "", body),
            Optional.empty(),
            Duration.ZERO,
            new Answer.Outcome.Hit("l1", Duration.ofSeconds(1), List.of()),
            new Answer.Timing(0, 0)));
  }

  private Verdict judge(String... credentials) {
    return auth.judge(List.of(credentials), this::row).toCompletableFuture().join();
  }

  private Verdict judge(ApiKey key) {
    return judge("Bearer " + key.text());
  }

  private static String stored(String hash, String rest) {
    return "{\"hash\":\""
        + hash
        + "\",\"id\":\"k1\",\"tenant\":null,\"scopes\":[],\"rate_requests\":null,"
        + "\"rate_seconds\":null,\"expires\":null,\"revoked\":null"
        + rest
        + "}";
  }

  @Test
  void key_thatIsStored_isItsCaller() {
    rows.put(
        KEY.hash(),
        "{\"hash\":\"%s\",\"id\":\"k1\",\"tenant\":\"acme\",\"scopes\":[\"a:read\",\"b\"],\"rate_requests\":10,\"rate_seconds\":60,\"expires\":\"2026-01-01T02:00:00+01:00\",\"revoked\":null}"
            .formatted(KEY.hash()));
    Caller caller =
        new Caller(
            "k1",
            Optional.of("acme"),
            Set.of("a:read", "b"),
            Optional.of(new Rate(10, Duration.ofMinutes(1))));
    assertThat(judge(KEY)).isEqualTo(new Verdict.Known(caller));
    assertThat(judge("bearer  " + KEY.text() + " ")).isEqualTo(new Verdict.Known(caller));
    assertThat(caller.has(new Access(false, Optional.of("a:read")))).isTrue();
    assertThat(caller.has(new Access(false, Optional.of("a:write")))).isFalse();
    assertThat(caller.has(Access.ANY_KEY)).isTrue();
  }

  @Test
  void key_isAskedForByItsHash_andCountedWithoutIt() {
    rows.put(KEY.hash(), stored(KEY.hash(), ""));
    judge(KEY);
    assertThat(asked).containsExactly(KEY.hash());
    assertThat(registry.getMeters())
        .allSatisfy(
            meter -> assertThat(meter.getId().toString()).doesNotContain(KEY.text(), KEY.hash()));
    assertThat(registry.counter("plimsoll.auth.checks", "outcome", "known", "source", "l1").count())
        .isEqualTo(1);
  }

  @Test
  void key_thatIsNotStored_isRefused() {
    assertThat(judge(KEY)).isEqualTo(new Verdict.Refused(Verdict.Why.UNKNOWN));
  }

  @Test
  void answerAboutAnotherKey_letsNobodyIn() {
    rows.put(KEY.hash(), stored(ApiKey.random(new SecureRandom()).hash(), ""));
    assertThat(judge(KEY)).isEqualTo(new Verdict.Refused(Verdict.Why.UNKNOWN));
  }

  @Test
  void key_thatWasRevoked_isRefused() {
    rows.put(
        KEY.hash(),
        stored(KEY.hash(), "")
            .replace("\"revoked\":null", "\"revoked\":\"2025-01-01T00:00:00+00:00\""));
    assertThat(judge(KEY)).isEqualTo(new Verdict.Refused(Verdict.Why.REVOKED));
  }

  @Test
  void key_endsWhenItExpires_whateverIsCached() {
    rows.put(
        KEY.hash(),
        stored(KEY.hash(), "")
            .replace("\"expires\":null", "\"expires\":\"2026-01-01T00:00:01+00:00\""));
    assertThat(judge(KEY)).isInstanceOf(Verdict.Known.class);
    now = now.plusMillis(999);
    assertThat(judge(KEY)).isInstanceOf(Verdict.Known.class);
    now = now.plusMillis(1);
    assertThat(judge(KEY)).isEqualTo(new Verdict.Refused(Verdict.Why.EXPIRED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic dXNlcjpwYXNz", "", "Bearerplk", "Digest x", "Token plk_x"})
  void otherSchemes_areNoCredentials(String header) {
    assertThat(judge(header)).isEqualTo(new Verdict.Missing());
    assertThat(asked).isEmpty();
  }

  @Test
  void noHeader_isNoCredentials_andTwoAreMalformed() {
    assertThat(judge()).isEqualTo(new Verdict.Missing());
    assertThat(judge("Bearer")).isEqualTo(new Verdict.Malformed());
    assertThat(judge("Bearer " + KEY.text(), "Bearer " + KEY.text()))
        .isEqualTo(new Verdict.Malformed());
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "Bearer x", "Bearer plk_short", "Bearer plk_a plk_b"})
  void textsThatAreNoKeys_askNobody(String header) {
    assertThat(judge(header)).isEqualTo(new Verdict.Refused(Verdict.Why.UNKNOWN));
    assertThat(asked).isEmpty();
  }
}
