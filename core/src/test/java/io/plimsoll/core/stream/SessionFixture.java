package io.plimsoll.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Control;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Xid;
import io.plimsoll.core.record.Invalidation;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** A session on a topic that begins with a gap, in memory. */
abstract class SessionFixture {
  static final String SHAPES = "shapes";

  final FakeLog log = new FakeLog();
  final FakeCache cache = new FakeCache();
  private final List<String> epochs = new ArrayList<>();
  long lsn = 100;
  String incarnation = "a";
  String shapes = SHAPES;

  @BeforeEach
  void beginTopic() throws Exception {
    log.add(new Invalidation.Gap(new Incarnation("a"), SHAPES, "slot-created", new Lsn(100)));
    begin();
  }

  Session begin() throws Exception {
    return Session.begin(log, new CachePort(cache), listener(), Clock.systemUTC());
  }

  private StreamListener listener() {
    return new StreamListener() {
      @Override
      public void epoch(String code, Control opened) {
        epochs.add(code);
      }
    };
  }

  Control control() {
    return cache.control.orElseThrow();
  }

  void assertGaps(String... codes) {
    assertThat(epochs).containsExactlyInAnyOrder(codes);
    epochs.clear();
  }

  Invalidation change(String table, boolean whole, String... tags) {
    return transaction(
        List.of(new Invalidation.TableChange(table, "u", 1, whole, List.of(tags))),
        Optional.empty());
  }

  Invalidation beat(long started) {
    return transaction(List.of(), Optional.of(new Invalidation.Heartbeat(started)));
  }

  private Invalidation transaction(
      List<Invalidation.TableChange> tables, Optional<Invalidation.Heartbeat> heartbeat) {
    Lsn previous = new Lsn(lsn);
    lsn++;
    return new Invalidation.Transaction(
        new Incarnation(incarnation),
        shapes,
        new Mark(new Xid(lsn), new Lsn(lsn)),
        previous,
        tables,
        heartbeat,
        new Invalidation.Times(1, 2));
  }
}
