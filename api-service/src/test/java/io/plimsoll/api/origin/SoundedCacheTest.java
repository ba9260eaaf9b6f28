package io.plimsoll.api.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.cache.memory.MemoryCache;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Xid;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** How old the stream is, told by this process's own clock. */
class SoundedCacheTest {
  private static final Incarnation HERE = new Incarnation("here");
  private static final Incarnation ELSEWHERE = new Incarnation("elsewhere");

  private final ServerClock clock = new ServerClock(() -> 0);
  private final Soundings soundings = new Soundings(nobody(), clock);
  private final SoundedCache cache =
      new SoundedCache(new MemoryCache(1_000, clock, () -> "epoch"), soundings);
  private long offset;

  /** It is not asked in these tests. */
  private static DataSource nobody() {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, args) -> {
              throw new IllegalStateException("nobody is asked");
            });
  }

  private void sound(long atMicros, long position, Incarnation incarnation) {
    soundings.took(new Soundings.Sounding(atMicros, new Lsn(position), incarnation));
  }

  private void open(Incarnation incarnation) {
    cache
        .open(incarnation, new Position("topic", offset), Lsn.NONE, "")
        .toCompletableFuture()
        .join();
  }

  private Control control() {
    return cache.control().toCompletableFuture().join().orElseThrow();
  }

  /** A heartbeat that committed there, stamped by somebody's clock. */
  private Watermark beat(long commitEnd, long stampedMicros) {
    Watermark told = new Watermark(stampedMicros, new Lsn(commitEnd), new Xid(commitEnd));
    Batch batch =
        new Batch(
            control().epoch(),
            new Position("topic", offset),
            new Position("topic", ++offset),
            new Lsn(commitEnd),
            List.of(),
            Optional.of(told),
            Optional.empty());
    assertThat(cache.apply(batch).toCompletableFuture().join())
        .isEqualTo(new Batch.Outcome.Applied());
    return control().watermark();
  }

  @Test
  void heartbeat_isAsOldAsTheLatestSoundingItLiesBehind() {
    open(HERE);
    sound(100, 10, HERE);
    sound(200, 20, HERE);
    sound(300, 30, HERE);

    assertThat(beat(20, 0)).isEqualTo(new Watermark(200, new Lsn(20), new Xid(20)));
    assertThat(beat(29, 999_999)).isEqualTo(new Watermark(200, new Lsn(29), new Xid(29)));
    assertThat(beat(31, 1).startedMicros()).isEqualTo(300);
  }

  @Test
  void heartbeat_thatLiesBehindNoSounding_tellsNothing() {
    open(HERE);
    assertThat(beat(5, 999_999)).isEqualTo(Watermark.NONE);
    sound(100, 10, HERE);
    assertThat(beat(9, 999_999)).isEqualTo(Watermark.NONE);
  }

  /**
   * A former primary's log may be longer than the new one's: its positions compare with nothing.
   */
  @Test
  void soundingOfAnotherHistory_doesNotCount() {
    sound(100, 10, HERE);
    sound(200, 11, ELSEWHERE);
    open(HERE);
    assertThat(beat(50, 1).startedMicros()).isEqualTo(100);

    offset = 7;
    open(ELSEWHERE);
    assertThat(beat(60, 1).startedMicros()).isEqualTo(200);

    offset = 9;
    open(Incarnation.UNKNOWN);
    assertThat(beat(70, 1)).isEqualTo(Watermark.NONE);
  }
}
