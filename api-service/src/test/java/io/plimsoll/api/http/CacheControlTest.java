package io.plimsoll.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.api.read.Answer;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.freshness.Lsn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A cache on the way gives nothing that this service would not give any more. */
final class CacheControlTest {
  private static final Lsn LSN = Lsn.parse("0/16B3748");

  private static CacheControl of(String maxStaleness, String ttl) {
    return new CacheControl(
        CatalogParser.parse(
                "test",
                """
                queries:
                  all:
                    get: /all
                    sql: select 1 from t
                    max-staleness: %s
                    ttl: %s
                """
                    .formatted(maxStaleness, ttl))
            .queries()
            .getFirst());
  }

  private static Answer answer(Optional<Lsn> proven, String age, Answer.Outcome outcome) {
    return new Answer(
        new Content(true, "e", new byte[0]),
        proven,
        Duration.parse("PT" + age),
        outcome,
        new Answer.Timing(0, 0));
  }

  private static Answer hit(String age, String ttl) {
    return answer(
        Optional.of(LSN), age, new Answer.Outcome.Hit("l1", Duration.parse("PT" + ttl), List.of()));
  }

  private static Answer fetched(String age, boolean stored, Reason reason) {
    return answer(
        stored ? Optional.of(LSN) : Optional.empty(),
        age,
        new Answer.Outcome.Fetched(
            "primary", LSN, reason, false, false, stored, Optional.empty(), List.of()));
  }

  private static String text(CacheControl control, Answer answer) {
    return control.of(answer, false).toString();
  }

  @Test
  void hit_mayBeKeptForWhatIsLeftOfTheBound_roundedDown() {
    CacheControl ten = of("10s", "1h");
    assertThat(text(ten, hit("0.001S", "1H"))).isEqualTo("public, max-age=9, must-revalidate");
    assertThat(text(ten, hit("4.2S", "1H"))).isEqualTo("public, max-age=5, must-revalidate");
    assertThat(text(ten, hit("9S", "1H"))).isEqualTo("public, max-age=1, must-revalidate");
  }

  @Test
  void lessThanASecondLeft_mustBeAskedFor() {
    CacheControl ten = of("10s", "1h");
    assertThat(text(ten, hit("9.001S", "1H"))).isEqualTo("no-cache");
    assertThat(text(ten, hit("10S", "1H"))).isEqualTo("no-cache");
    assertThat(text(ten, hit("11S", "1H"))).isEqualTo("no-cache");
  }

  @Test
  void ttl_endsIt_whereItIsShorter() {
    CacheControl hour = of("1h", "2h");
    assertThat(text(hour, hit("1S", "7.9S"))).isEqualTo("public, max-age=7, must-revalidate");
    CacheControl shortLived = of("10s", "3s");
    assertThat(text(shortLived, fetched("0.1S", true, Reason.MISS)))
        .isEqualTo("public, max-age=2, must-revalidate");
  }

  @Test
  void longBound_isToldInFull() {
    assertThat(text(of("1h", "2h"), hit("1S", "2H")))
        .isEqualTo("public, max-age=3599, must-revalidate");
    assertThat(text(of("10m", "2h"), hit("0S", "2H")))
        .isEqualTo("public, max-age=600, must-revalidate");
    assertThat(text(of("10m", "2h"), hit("0.5S", "2H")))
        .isEqualTo("public, max-age=599, must-revalidate");
  }

  @Test
  void authorised_isForTheAskerAlone() {
    CacheControl ten = of("10s", "1h");
    assertThat(ten.of(hit("1S", "1H"), true).toString())
        .isEqualTo("private, max-age=9, must-revalidate");
    assertThat(ten.of(hit("10S", "1H"), true).toString()).isEqualTo("private, no-cache");
  }

  @Test
  void withoutProof_mustBeAskedFor_howeverYoung() {
    CacheControl ten = of("10s", "1h");
    assertThat(text(ten, fetched("0S", true, Reason.INVALIDATED)))
        .isEqualTo("public, max-age=10, must-revalidate");
    assertThat(text(ten, fetched("0S", false, Reason.INVALIDATED))).isEqualTo("no-cache");
    assertThat(
            text(
                ten,
                answer(
                    Optional.empty(),
                    "0S",
                    new Answer.Outcome.Stale(Answer.Why.IF_ERROR, Reason.STALE_WATERMARK))))
        .isEqualTo("no-cache");
  }

  @Test
  void uncacheable_isNotKept() {
    CacheControl ten = of("10s", "1h");
    Answer answer = fetched("0S", false, Reason.UNCACHEABLE);
    assertThat(text(ten, answer)).isEqualTo("no-store");
    assertThat(ten.of(answer, true).toString()).isEqualTo("no-store");
  }
}
