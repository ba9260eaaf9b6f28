package io.plimsoll.system.staleness;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.system.staleness.Violation.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The judge can fail an answer: crafted histories, one for each rule. Times in ms. */
final class JudgeTest {
  private static final String HIT = "plimsoll; hit; ttl=1; detail=redis";

  private final History history = new History();
  private final List<Change> open = new ArrayList<>();
  private Lost lost = Lost.NOTHING;

  /** A transaction that ends at WAL position {@code version * 16}, and returned at this time. */
  private void committed(long version, long returned, Change... changes) {
    open.clear();
    open.add(new Change.Journal(version));
    open.addAll(Arrays.asList(changes));
    history.committed(version, version * 16, nanos(returned), open);
    history.acknowledged(version, nanos(returned));
  }

  private static Change box(long id, long version) {
    return new Change.Box(id, version);
  }

  private static Change item(long id, long box, long version) {
    return new Change.Item(id, box, version);
  }

  private static long nanos(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  private List<Rule> rules(Answer answer) {
    return new Judge(history, lost)
        .judge(answer).violations().stream().map(Violation::rule).toList();
  }

  private static Answer answer(Kind kind, long id, long asked, String body, String freshness) {
    return new Answer(
        kind, id, nanos(asked), nanos(asked + 1), 200, body, HIT, freshness, Optional.empty());
  }

  private static Answer answer(Kind kind, long id, long asked, String body) {
    return answer(kind, id, asked, body, "");
  }

  private static Answer notFound(Kind kind, long id, long asked) {
    return new Answer(
        kind, id, nanos(asked), nanos(asked + 1), 404, "{}", HIT, "", Optional.empty());
  }

  private static Answer after(Answer answer, long version) {
    return new Answer(
        answer.kind(),
        answer.id(),
        answer.asked(),
        answer.answered(),
        answer.status(),
        answer.body(),
        answer.cacheStatus(),
        answer.freshness(),
        Optional.of(version));
  }

  private static String boxBody(long version, long... items) {
    String ids = Arrays.toString(java.util.stream.LongStream.range(0, items.length).toArray());
    return "{\"id\":1,\"version\":%d,\"ids\":%s,\"versions\":%s}"
        .formatted(version, ids, Arrays.toString(items));
  }

  @Test
  void supersededForLongerThanTheBound_isTooOld() {
    committed(1, 0, box(1, 1));
    committed(2, 1_000, box(1, 2));
    assertThat(rules(answer(Kind.BOX, 1, 2_101, boxBody(1)))).containsExactly(Rule.TOO_OLD);
    assertThat(rules(answer(Kind.BOX, 1, 2_100, boxBody(1)))).isEmpty();
    assertThat(rules(answer(Kind.BOX, 1, 9_000, boxBody(2)))).isEmpty();
  }

  @Test
  void commitWhoseReturnIsUnknown_isVisibleWhenALaterOneReturned() {
    committed(1, 0, box(1, 1));
    committed(2, 0, box(1, 2));
    history.acknowledged(2, Long.MAX_VALUE);
    assertThat(rules(answer(Kind.BOX, 1, 9_000, boxBody(1)))).isEmpty();
    committed(3, 1_000, box(1, 3));
    assertThat(rules(answer(Kind.BOX, 1, 9_000, boxBody(1)))).containsExactly(Rule.TOO_OLD);
    assertThat(rules(answer(Kind.BOX, 1, 9_000, boxBody(2)))).containsExactly(Rule.TOO_OLD);
  }

  @Test
  void notFound_longAfterTheInsert_andFound_longAfterTheDelete_areTooOld() {
    committed(1, 0, box(1, 1), item(0, 1, 1));
    assertThat(rules(notFound(Kind.BOX, 1, 500))).isEmpty();
    assertThat(rules(notFound(Kind.ITEM, 0, 1_200))).containsExactly(Rule.TOO_OLD);
    committed(2, 5_000, new Change.BoxGone(1), new Change.ItemGone(0));
    assertThat(rules(notFound(Kind.BOX, 1, 5_001))).isEmpty();
    assertThat(rules(answer(Kind.BOX, 1, 7_000, boxBody(1, 1)))).containsExactly(Rule.TOO_OLD);
  }

  @Test
  void truncatedTable_isEmptyForAll() {
    committed(1, 0, box(1, 1), item(0, 1, 1));
    committed(2, 1_000, new Change.ItemsTruncated());
    assertThat(rules(answer(Kind.ITEMS, 1, 3_000, "[{\"id\":0,\"version\":1}]")))
        .containsExactly(Rule.TOO_OLD);
    assertThat(rules(answer(Kind.ITEMS, 1, 3_000, "[]"))).isEmpty();
    assertThat(rules(answer(Kind.BOX, 1, 3_000, boxBody(1)))).isEmpty();
  }

  @Test
  void versionNobodyCommitted_isAPhantom() {
    committed(1, 0, box(1, 1));
    assertThat(rules(answer(Kind.BOX, 1, 10, boxBody(7)))).containsExactly(Rule.PHANTOM);
  }

  @Test
  void versionLostInACrash_isAllowedUntilABoundAfterIt() {
    committed(1, 0, box(1, 1));
    lost = new Lost(Set.of(7L), nanos(1_000));
    assertThat(rules(answer(Kind.BOX, 1, 2_100, boxBody(7)))).isEmpty();
    assertThat(rules(answer(Kind.BOX, 1, 2_101, boxBody(7)))).containsExactly(Rule.PHANTOM);
  }

  @Test
  void rowsOfOneBox_fromTwoTransactions_areTorn() {
    committed(1, 0, box(1, 1), item(0, 1, 1));
    committed(2, 10, box(1, 2), item(0, 1, 2));
    assertThat(rules(answer(Kind.BOX, 1, 20, boxBody(2, 1)))).containsExactly(Rule.TORN);
  }

  @Test
  void halfATransaction_inAList_isTorn() {
    committed(1, 0, box(1, 1), box(2, 1));
    committed(2, 10, box(1, 2), box(2, 2));
    committed(3, 20, box(1, 3));
    String half = "[{\"id\":1,\"version\":3},{\"id\":2,\"version\":1}]";
    assertThat(rules(answer(Kind.BOXES, 0, 30, half))).containsExactly(Rule.TORN);
    String whole = "[{\"id\":1,\"version\":2},{\"id\":2,\"version\":2}]";
    assertThat(rules(answer(Kind.BOXES, 0, 30, whole))).isEmpty();
  }

  @Test
  void itemThatMoved_inBothLists_isTorn() {
    committed(1, 0, box(1, 1), item(0, 1, 1), box(2, 1));
    committed(2, 10, box(1, 2), box(2, 2), item(0, 2, 2));
    String twice =
        "[{\"box\":1,\"items\":1,\"oldest\":1,\"newest\":1},{\"box\":2,\"items\":1,\"oldest\":2,\"newest\":2}]";
    assertThat(rules(answer(Kind.TOTALS, 0, 30, twice))).containsExactly(Rule.TORN);
  }

  @Test
  void answerThatLacksWhatItsPositionHas_isNotAsOf() {
    committed(1, 0, box(1, 1));
    committed(2, 10, box(1, 2));
    Answer answer = answer(Kind.BOX, 1, 20, boxBody(1), "as-of=\"0/20\"; age-ms=50; source=redis");
    assertThat(rules(answer)).containsExactly(Rule.NOT_AS_OF);
    Answer before = answer(Kind.BOX, 1, 20, boxBody(1), "as-of=\"0/1F\"; age-ms=50; source=redis");
    assertThat(rules(before)).isEmpty();
  }

  /** It may show a commit that has not returned; it must show what it had replayed. */
  @Test
  void answerOfAStandby_isJudgedByWhatItHadReplayed() {
    String header = "as-of=\"0/20\"; age-ms=50; source=standby-1; reason=miss; read-at=\"0/20\"";
    committed(1, 0, box(1, 1));
    committed(2, 1_000, box(1, 2));
    Answer ahead = answer(Kind.BOX, 1, 10, boxBody(2), header);
    assertThat(ahead.fromStandby()).isTrue();
    assertThat(rules(ahead)).isEmpty();
    assertThat(rules(answer(Kind.BOX, 1, 10, boxBody(1), header))).containsExactly(Rule.NOT_AS_OF);
  }

  @Test
  void answerOlderThanItsAge_isAViolation_withinTheBoundToo() {
    committed(1, 0, box(1, 1));
    committed(2, 10, box(1, 2));
    Answer answer = answer(Kind.BOX, 1, 500, boxBody(1), "age-ms=100; source=redis");
    assertThat(rules(answer)).containsExactly(Rule.OLDER_THAN_IT_SAYS);
  }

  @Test
  void answerFromBeforeTheToken_isAViolation_howeverFresh() {
    committed(1, 0, box(1, 1), box(2, 1));
    committed(2, 10, box(1, 2));
    Answer old = answer(Kind.BOX, 1, 11, boxBody(1));
    assertThat(rules(old)).isEmpty();
    assertThat(rules(after(old, 2))).containsExactly(Rule.BEFORE_TOKEN);
    assertThat(rules(after(answer(Kind.BOX, 1, 11, boxBody(2)), 2))).isEmpty();
    Answer other = answer(Kind.BOXES, 0, 11, "[{\"id\":1,\"version\":1},{\"id\":2,\"version\":1}]");
    assertThat(rules(after(other, 2))).containsExactly(Rule.BEFORE_TOKEN);
  }

  @Test
  void violation_tellsTheAnswerAndTheCommitsAroundIt() {
    committed(1, 0, box(1, 1));
    committed(2, 1_000, box(1, 2));
    Answer answer = answer(Kind.BOX, 1, 3_000, boxBody(1), "as-of=\"0/10\"; age-ms=50");
    assertThat(new Judge(history, lost).judge(answer).violations().getFirst().trace())
        .contains("TOO_OLD: GET /boxes/1", HIT, "version 2, xid 2, LSN 0/20, acknowledged 2000");
  }
}
