package io.plimsoll.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.OriginRead;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is judged, and how. */
final class VerdictTest {
  private static final ReadRequest REQUEST =
      new ReadRequest(
          CatalogParser.parse(Path.of("../examples/articles/catalog.yaml")).queries().getFirst(),
          List.of(),
          new Query(new CacheKey("k"), List.of("t"), Duration.ofSeconds(2)),
          true);
  private static final Answer.Outcome HIT =
      new Answer.Outcome.Hit("redis", Duration.ofHours(1), List.of("c"));

  @Test
  void differenceThatAChangeExplains_isNoViolation() {
    Mark mark = new Mark(new Xid(1), new Lsn(1));
    assertThat(Verdict.of(new ChangeHistory.Stretch.Known(List.of(mark))))
        .isEqualTo(Verdict.CHANGED_SINCE);
  }

  @Test
  void differenceThatNothingExplains_isAViolation() {
    assertThat(Verdict.of(new ChangeHistory.Stretch.Known(List.of()))).isEqualTo(Verdict.VIOLATION);
  }

  @Test
  void differenceInAStretchThatIsNotKnown_isNotJudged() {
    assertThat(Verdict.of(new ChangeHistory.Stretch.Forgotten())).isEqualTo(Verdict.UNJUDGEABLE);
    assertThat(Verdict.of(new ChangeHistory.Stretch.NotYet())).isEqualTo(Verdict.UNJUDGEABLE);
  }

  @Test
  void answer_isTheSame_byWhetherThereIsOneAndItsEtag() {
    Sample sample = Sample.of(REQUEST, answer(Optional.of(new Lsn(9)), HIT)).orElseThrow();

    assertThat(sample.isWhat(read(true, "etag"))).isTrue();
    assertThat(sample.isWhat(read(true, "other"))).isFalse();
    assertThat(sample.isWhat(read(false, "etag"))).isFalse();
  }

  @Test
  void hitWithAProof_isASample_withAllTagsOfTheEntry() {
    assertThat(Sample.of(REQUEST, answer(Optional.of(new Lsn(9)), HIT)))
        .contains(new Sample(REQUEST, "etag", true, new Lsn(9), "redis", Set.of("t", "c")));
  }

  @Test
  void answerWithoutAProof_orNoHit_isNone() {
    assertThat(Sample.of(REQUEST, answer(Optional.empty(), HIT))).isEmpty();
    Answer.Outcome stale = new Answer.Outcome.Stale(Answer.Why.IF_ERROR, Lookup.Reason.INVALIDATED);
    assertThat(Sample.of(REQUEST, answer(Optional.of(new Lsn(9)), stale))).isEmpty();
  }

  private static Answer answer(Optional<Lsn> asOf, Answer.Outcome outcome) {
    return new Answer(content(true, "etag"), asOf, Duration.ZERO, outcome, new Answer.Timing(0, 0));
  }

  private static OriginRead read(boolean found, String etag) {
    return new OriginRead(
        content(found, etag),
        new Stamp.UpTo(new Lsn(9)),
        new Incarnation("a"),
        true,
        new Lsn(9),
        OriginRead.PRIMARY,
        Duration.ZERO,
        0);
  }

  private static Content content(boolean found, String etag) {
    return new Content(found, etag, new byte[0]);
  }
}
