package io.plimsoll.api.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.OwnedTier;
import io.plimsoll.core.cache.Proof;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class SecondHitTest {
  private static final Incarnation HERE = new Incarnation("i");
  private static final Admission ADMISSION = new Admission("e", HERE, new Lsn(5), 1, "");

  private final List<String> events = new ArrayList<>();
  private Lookup answer = new Lookup.Miss(Reason.MISS, ADMISSION);
  private final SecondHit tier = new SecondHit(new Told(), new Doorkeeper(1_000));

  /** Says what it is asked to do. */
  private final class Told implements OwnedTier {
    @Override
    public CompletionStage<Lookup> lookup(Query query) {
      return CompletableFuture.completedStage(answer);
    }

    @Override
    public List<CompletionStage<Lookup>> lookupAll(List<Query> queries) {
      events.add("lookups of " + queries.size());
      return Collections.nCopies(queries.size(), CompletableFuture.completedStage(answer));
    }

    @Override
    public CompletionStage<Fill.Outcome> fill(Fill fill) {
      events.add("fill " + fill.query().key());
      return CompletableFuture.completedStage(new Fill.Outcome.Stored());
    }

    @Override
    public CompletionStage<Boolean> lease(CacheKey key, Duration time) {
      events.add("lease " + key);
      return CompletableFuture.completedStage(true);
    }

    @Override
    public void release(CacheKey key) {
      events.add("release " + key);
    }

    @Override
    public void close() {
      events.add("close");
    }
  }

  private static Query query(String key) {
    return new Query(new CacheKey(key), List.of("a"), Duration.ofSeconds(2));
  }

  private Fill.Outcome fill(String key) {
    return tier.fill(
            new Fill(
                query(key),
                ADMISSION,
                new Proof(new Stamp.UpTo(new Lsn(5)), HERE, ""),
                new Content(true, "etag", new byte[0]),
                Duration.ofHours(1),
                Duration.ZERO))
        .toCompletableFuture()
        .join();
  }

  @Test
  void firstAnswer_isNotStored_andGivesTheLeaseBack_theSecondIs() {
    assertThat(fill("a")).isEqualTo(new Fill.Outcome.Refused(Reason.FIRST_ASKED));
    assertThat(fill("b")).isEqualTo(new Fill.Outcome.Refused(Reason.FIRST_ASKED));
    assertThat(fill("a")).isEqualTo(new Fill.Outcome.Stored());
    assertThat(events).containsExactly("release a", "release b", "fill a");
  }

  @Test
  void whatWasStoredOnce_isStoredAgain_whenAChangeHasEndedIt() {
    answer = new Lookup.Miss(Reason.INVALIDATED, ADMISSION);
    var _ = tier.lookup(query("a"));
    assertThat(fill("a")).isEqualTo(new Fill.Outcome.Stored());
  }

  @Test
  void lookupThatFoundNothing_makesNothingKnown() {
    var _ = tier.lookup(query("a"));
    assertThat(fill("a")).isEqualTo(new Fill.Outcome.Refused(Reason.FIRST_ASKED));
  }

  @Test
  void severalLookups_areOneQuestion_andEachIsNoted() {
    answer = new Lookup.Miss(Reason.INVALIDATED, ADMISSION);
    var _ = tier.lookupAll(List.of(query("a"), query("b")));
    assertThat(fill("a")).isEqualTo(new Fill.Outcome.Stored());
    assertThat(fill("b")).isEqualTo(new Fill.Outcome.Stored());
    assertThat(events).containsExactly("lookups of 2", "fill a", "fill b");
  }

  @Test
  void theRest_isTheTiers() {
    var _ = tier.lease(new CacheKey("a"), Duration.ofSeconds(1));
    tier.release(new CacheKey("a"));
    tier.close();
    assertThat(events).containsExactly("lease a", "release a", "close");
  }
}
