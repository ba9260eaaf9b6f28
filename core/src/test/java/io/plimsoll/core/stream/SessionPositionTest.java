package io.plimsoll.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Control;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.record.Invalidation;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a session does where the log and the cache's place in it do not join. */
class SessionPositionTest extends SessionFixture {
  @Test
  void begin_inALogThatWasCutAndHasGrownAgain_opensAtTheEnd() throws Exception {
    Session session = begin();
    log.add(change("public.a", false));
    session.step();
    log.cut(1);
    log.add(change("public.b", false));
    log.add(change("public.b", false));
    begin().step();

    assertThat(control().position().offset()).isEqualTo(3);
    assertThat(control().applied()).isEqualTo(new Lsn(lsn));
    assertThat(cache.tags()).containsExactly("public.a*");
    assertGaps("no-control", "log-rewritten");
  }

  @Test
  void begin_inALogThatWasCut_opensAtTheEnd() throws Exception {
    Session session = begin();
    log.add(change("public.a", false));
    session.step();
    log.cut(1);
    begin();

    assertThat(control().position().offset()).isEqualTo(1);
    assertGaps("no-control", "log-rewritten");
  }

  @Test
  void step_whereTheCacheStandsInALogThatWasRewritten_opensAtTheEnd() throws Exception {
    Session session = begin();
    log.add(change("public.a", false));
    session.step();
    Control now = control();
    cache.control =
        Optional.of(
            new Control(
                "other",
                now.incarnation(),
                now.position(),
                new Lsn(99),
                now.watermark(),
                now.floor(),
                now.newest(),
                now.shapes()));
    log.add(change("public.b", false));
    session.step();

    assertThat(control().position().offset()).isEqualTo(3);
    assertGaps("no-control", "position", "log-rewritten");
  }

  @Test
  void begin_whereTheRecordBeforeIsTheLastApplied_staysInTheEpoch() throws Exception {
    Session session = begin();
    log.add(change("public.a", false));
    session.step();
    assertThat(control().applied()).isEqualTo(new Lsn(lsn));

    log.add(change("public.b", false));
    begin().step();
    assertThat(cache.tags()).containsExactly("public.a*", "public.b*");
    assertGaps("no-control");
  }

  @Test
  void begin_behindAGap_staysInTheEpoch() throws Exception {
    Session session = begin();
    log.add(new Invalidation.Gap(new Incarnation("a"), SHAPES, "slot-lost", new Lsn(500)));
    session.step();
    assertThat(control().applied()).isEqualTo(new Lsn(500));

    begin();
    assertGaps("no-control", "slot-lost");
  }

  @Test
  void begin_behindAnUndecodableRecord_staysInTheEpoch() throws Exception {
    Session session = begin();
    log.addBytes(new byte[] {'?'});
    session.step();
    assertThat(control().applied()).isEqualTo(Lsn.NONE);

    begin();
    assertGaps("no-control", "undecodable");
  }

  @Test
  void step_ofAHoleInTheOffsets_opensOnceAndGoesOn() throws Exception {
    Session session = begin();
    log.addHole();
    log.add(change("public.a", false));
    log.add(change("public.b", false));
    session.step();

    assertThat(cache.tags()).containsExactly("public.a*", "public.b*");
    assertThat(control().position().offset()).isEqualTo(4);
    assertGaps("no-control", "offset");
  }
}
