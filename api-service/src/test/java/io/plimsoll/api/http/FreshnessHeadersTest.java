package io.plimsoll.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.api.read.Answer;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.freshness.Lsn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FreshnessHeadersTest {
  private static final Lsn LSN = Lsn.parse("0/16B3748");

  private static Answer answer(Optional<Lsn> proven, Answer.Outcome outcome) {
    return new Answer(
        new Content(true, "e", new byte[0]),
        proven,
        Duration.ofMillis(12),
        outcome,
        new Answer.Timing(0, 0));
  }

  private static Answer fetched(
      Reason reason,
      boolean bypassed,
      boolean collapsed,
      boolean stored,
      Optional<Reason> refused) {
    return answer(
        stored ? Optional.of(LSN) : Optional.empty(),
        new Answer.Outcome.Fetched(
            "primary", LSN, reason, bypassed, collapsed, stored, refused, List.of()));
  }

  @Test
  void hit_tellsTtlAndTier() {
    Answer hit =
        answer(
            Optional.of(LSN), new Answer.Outcome.Hit("redis", Duration.ofSeconds(90), List.of()));
    assertThat(FreshnessHeaders.cacheStatus(hit)).isEqualTo("plimsoll; hit; ttl=90; detail=redis");
    assertThat(FreshnessHeaders.freshness(hit))
        .isEqualTo("as-of=\"0/16B3748\"; age-ms=12; source=redis");
  }

  @Test
  void miss_thatWasStored() {
    Answer miss = fetched(Reason.MISS, false, true, true, Optional.empty());
    assertThat(FreshnessHeaders.freshness(miss))
        .isEqualTo(
            "as-of=\"0/16B3748\"; age-ms=12; source=primary; read-at=\"0/16B3748\"; reason=miss");
    assertThat(FreshnessHeaders.cacheStatus(miss))
        .isEqualTo("plimsoll; fwd=miss; stored; collapsed; detail=miss");
  }

  @Test
  void invalidated_andRefused_tellsBothReasons() {
    Answer stale = fetched(Reason.INVALIDATED, false, false, false, Optional.of(Reason.MARK));
    assertThat(FreshnessHeaders.cacheStatus(stale))
        .isEqualTo("plimsoll; fwd=stale; detail=invalidated");
    assertThat(FreshnessHeaders.freshness(stale))
        .isEqualTo(
            "age-ms=12; source=primary; read-at=\"0/16B3748\"; reason=invalidated; refused=mark");
  }

  @Test
  void stale_saysThatItIs_andWhoAllowsIt() {
    Answer old =
        answer(
            Optional.empty(),
            new Answer.Outcome.Stale(Answer.Why.IF_ERROR, Reason.STALE_WATERMARK));
    assertThat(FreshnessHeaders.cacheStatus(old)).isEqualTo("plimsoll; hit; detail=stale-if-error");
    assertThat(FreshnessHeaders.freshness(old))
        .isEqualTo("age-ms=12; stale=stale-if-error; reason=stale-watermark");
  }

  @Test
  void bypass_tellsWhy() {
    Answer bypass = fetched(Reason.UNAVAILABLE, true, false, false, Optional.empty());
    assertThat(FreshnessHeaders.cacheStatus(bypass))
        .isEqualTo("plimsoll; fwd=bypass; detail=cache-unavailable");
  }
}
