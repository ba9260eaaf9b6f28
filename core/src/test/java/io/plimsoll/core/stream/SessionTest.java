package io.plimsoll.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Floor;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Xid;
import io.plimsoll.core.record.Invalidation;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionTest extends SessionFixture {
  @Test
  void begin_withoutControl_opensAtTheEndWithTheLastRecordsIncarnation() {
    assertThat(control().position()).isEqualTo(new Position("topic-1", 1));
    assertThat(control().incarnation()).isEqualTo(new Incarnation("a"));
    assertThat(control().shapes()).isEqualTo(SHAPES);
    assertThat(control().floor()).isEqualTo(Floor.PENDING);
    assertGaps("no-control");
  }

  @Test
  void step_ofTransactions_appliesTheirTagsOnceInOrder() throws Exception {
    Session session = begin();
    log.add(change("public.a", false, "#1"));
    log.add(change("public.b", true));
    session.step();

    assertThat(cache.tags()).containsExactly("public.a*", "#1", "public.b!");
    assertThat(control().position().offset()).isEqualTo(3);
    session.step();
    assertThat(cache.applied).hasSize(1);
  }

  @Test
  void step_ofHeartbeats_raisesTheFloorToTheSecond() throws Exception {
    Session session = begin();
    log.add(beat(5));
    session.step();
    assertThat(control().floor()).isEqualTo(Floor.PENDING);
    assertThat(control().watermark().startedMicros()).isEqualTo(5);

    log.add(beat(6));
    Mark second = new Mark(new Xid(lsn), new Lsn(lsn));
    log.add(beat(7));
    session.step();

    assertThat(control().floor()).isEqualTo(second);
    assertThat(control().watermark().startedMicros()).isEqualTo(7);
  }

  @Test
  void begin_whileTheFloorIsPending_waitsForTwoHeartbeatsAgain() throws Exception {
    log.add(beat(5));
    begin().step();
    Session restarted = begin();
    log.add(beat(6));
    restarted.step();
    assertThat(control().floor()).isEqualTo(Floor.PENDING);

    log.add(beat(7));
    restarted.step();
    assertThat(control().floor()).isNotEqualTo(Floor.PENDING);
  }

  @Test
  void step_ofAGap_opensBehindIt() throws Exception {
    Session session = begin();
    log.add(change("public.a", false));
    log.add(new Invalidation.Gap(new Incarnation("b"), "other", "slot-lost", new Lsn(500)));
    lsn = 500;
    incarnation = "b";
    shapes = "other";
    log.add(change("public.b", false));
    session.step();

    assertThat(control().incarnation().value()).isEqualTo("b");
    assertThat(control().shapes()).isEqualTo("other");
    assertThat(control().position().offset()).isEqualTo(4);
    assertThat(cache.tags()).containsExactly("public.a*", "public.b*");
    assertGaps("no-control", "slot-lost");
  }

  @Test
  void step_ofAHoleInTheChain_opensAtTheRecord() throws Exception {
    Session session = begin();
    lsn = 300;
    log.add(change("public.a", false));
    session.step();

    assertThat(cache.tags()).containsExactly("public.a*");
    assertGaps("no-control", "chain");
  }

  @Test
  void begin_atARecordThatDoesNotFollowTheOneBefore_opensAnEpoch() throws Exception {
    lsn = 300;
    log.add(change("public.a", false));
    begin().step();

    assertGaps("no-control", "chain");
  }

  @Test
  void step_ofAnotherIncarnation_opensAnEpoch() throws Exception {
    Session session = begin();
    incarnation = "b";
    log.add(change("public.a", false));
    session.step();

    assertThat(control().incarnation().value()).isEqualTo("b");
    assertGaps("no-control", "incarnation");
  }

  @Test
  void step_ofOtherShapes_opensAnEpochWithThem() throws Exception {
    Session session = begin();
    shapes = "other";
    log.add(change("public.a", false));
    session.step();

    assertThat(control().shapes()).isEqualTo("other");
    assertGaps("no-control", "tag-shapes");
  }

  @Test
  void step_ofAnUndecodableRecord_opensBehindIt() throws Exception {
    Session session = begin();
    log.addBytes(new byte[] {'?'});
    log.add(change("public.a", false));
    session.step();

    assertThat(cache.tags()).containsExactly("public.a*");
    assertGaps("no-control", "undecodable");
  }

  @Test
  void step_behindRetention_opensAtTheEnd() throws Exception {
    Session session = begin();
    log.add(change("public.a", false));
    log.add(change("public.a", false));
    log.first = 2;
    session.step();

    assertThat(control().position().offset()).isEqualTo(3);
    assertGaps("no-control", "retention");
  }

  @Test
  void begin_inATopicMadeAnew_opensAnEpoch() throws Exception {
    log.topicId = "topic-2";
    begin();

    assertThat(control().position().topicId()).isEqualTo("topic-2");
    assertGaps("no-control", "topic-recreated");
  }

  @Test
  void checkTopic_madeAnewMeanwhile_opensAnEpoch() throws Exception {
    Session session = begin();
    session.checkTopic();
    log.topicId = "topic-2";
    session.checkTopic();

    assertGaps("no-control", "topic-recreated");
  }

  @Test
  void step_whereTheCacheStandsElsewhere_rewindsToItInANewEpoch() throws Exception {
    Session session = begin();
    Control earlier = control();
    log.add(change("public.a", false));
    session.step();
    cache.control = Optional.of(earlier);
    log.add(change("public.b", false));
    session.step();
    session.step();

    assertThat(cache.tags()).containsExactly("public.a*", "public.a*", "public.b*");
    assertThat(control().epoch()).isNotEqualTo(earlier.epoch());
    assertGaps("no-control", "position");
  }

  @Test
  void step_whereTheCacheIsEmpty_opensAndAppliesAgain() throws Exception {
    Session session = begin();
    cache.control = Optional.empty();
    log.add(change("public.a", false));
    session.step();
    session.step();

    assertThat(cache.tags()).containsExactly("public.a*");
    assertGaps("no-control", "control-lost");
  }

  @Test
  void step_withALostAnswer_doesNotEndTheEpoch() throws Exception {
    Session session = begin();
    cache.loseNextAnswer = true;
    log.add(change("public.a", false));
    session.step();
    log.add(change("public.b", false));
    session.step();

    assertThat(cache.tags()).containsExactly("public.a*", "public.b*");
    assertGaps("no-control");
  }
}
