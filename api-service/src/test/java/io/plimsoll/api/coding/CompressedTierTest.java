package io.plimsoll.api.coding;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Entry;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.OwnedTier;
import io.plimsoll.core.cache.Proof;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.Stale;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What is stored is smaller, what is found is what was stored. */
final class CompressedTierTest {
  private static final byte[] BODY = "[1,2,3],".repeat(400).getBytes(StandardCharsets.UTF_8);
  private static final Content CONTENT = new Content(true, "tag", BODY);
  private static final Incarnation HERE = new Incarnation("i");
  private static final Admission ADMISSION = new Admission("e", HERE, new Lsn(5), 1, "");
  private static final Query QUERY =
      new Query(new CacheKey("k"), List.of("a"), Duration.ofSeconds(2));

  private final Held held = new Held();
  private final CompressedTier tier =
      new CompressedTier(
          held,
          new Codings(
              new Codings.Settings(List.of(), 1_024, 1_000_000, true),
              Runnable::run,
              new SimpleMeterRegistry()));

  /** Keeps the last content, and gives it back in the way it is told. */
  private static final class Held implements OwnedTier {
    private Content content = CONTENT;
    private Lookup lookup = new Lookup.Miss(Lookup.Reason.MISS, ADMISSION);

    Entry entry() {
      return new Entry(content, 1, 2, 3, 4, List.of("captured"));
    }

    @Override
    public CompletionStage<Lookup> lookup(Query query) {
      return CompletableFuture.completedStage(lookup);
    }

    @Override
    public CompletionStage<Fill.Outcome> fill(Fill fill) {
      content = fill.content();
      return CompletableFuture.completedStage(new Fill.Outcome.Stored());
    }

    @Override
    public CompletionStage<Boolean> lease(CacheKey key, Duration time) {
      return CompletableFuture.completedStage(true);
    }

    @Override
    public void release(CacheKey key) {}

    @Override
    public void close() {}
  }

  private void fill() {
    Proof proof = new Proof(new Stamp.UpTo(new Lsn(5)), HERE, "");
    Fill fill =
        new Fill(QUERY, ADMISSION, proof, CONTENT, Duration.ofMinutes(1), Duration.ofMillis(1));
    assertThat(tier.fill(fill).toCompletableFuture().join()).isEqualTo(new Fill.Outcome.Stored());
    assertThat(held.content.body()).hasSizeLessThan(BODY.length / 10);
    assertThat(held.content.etag()).isEqualTo("tag");
  }

  private Lookup found() {
    return tier.lookup(QUERY).toCompletableFuture().join();
  }

  @Test
  void hit_isWhatWasStored_withAllThatGoesWithIt() {
    fill();
    held.lookup =
        new Lookup.Hit(held.entry(), ADMISSION, Duration.ofMillis(7), Duration.ofSeconds(8));
    Lookup.Hit hit = (Lookup.Hit) found();
    assertThat(hit.entry().content().body()).isEqualTo(BODY);
    assertThat(hit.entry().captured()).containsExactly("captured");
    assertThat(hit.age()).isEqualTo(Duration.ofMillis(7));
    assertThat(hit.ttl()).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void entry_thatSeveralHaveFound_isRestoredOnce() {
    fill();
    held.lookup =
        new Lookup.Hit(held.entry(), ADMISSION, Duration.ofMillis(7), Duration.ofSeconds(8));
    List<CompletionStage<Lookup>> found = tier.lookupAll(List.of(QUERY, QUERY));
    Lookup.Hit first = (Lookup.Hit) found.getFirst().toCompletableFuture().join();
    Lookup.Hit second = (Lookup.Hit) found.getLast().toCompletableFuture().join();
    assertThat(first.entry().content().body()).isEqualTo(BODY);
    assertThat(second.entry()).isSameAs(first.entry());
  }

  @Test
  void staleAnswer_ofAMissOrABypass_isReadableToo() {
    fill();
    Optional<Stale> stale = Optional.of(new Stale(held.entry(), Duration.ofSeconds(3)));
    held.lookup = new Lookup.Miss(Lookup.Reason.INVALIDATED, ADMISSION, stale);
    Lookup.Miss miss = (Lookup.Miss) found();
    assertThat(miss.stale().orElseThrow().entry().content().body()).isEqualTo(BODY);
    held.lookup = new Lookup.Bypass(Lookup.Reason.STALE_WATERMARK, stale);
    Lookup.Bypass bypass = (Lookup.Bypass) found();
    assertThat(bypass.stale().orElseThrow().entry().content().body()).isEqualTo(BODY);
  }

  @Test
  void damagedEntry_isAsOneThatWasNotGiven() {
    fill();
    byte[] damaged = held.content.body().clone();
    damaged[damaged.length - 1] ^= 1; // of the checksum
    held.content = new Content(true, "tag", damaged);
    held.lookup =
        new Lookup.Hit(held.entry(), ADMISSION, Duration.ofMillis(7), Duration.ofSeconds(8));
    assertThat(found()).isEqualTo(new Lookup.Bypass(Lookup.Reason.UNAVAILABLE));
  }
}
