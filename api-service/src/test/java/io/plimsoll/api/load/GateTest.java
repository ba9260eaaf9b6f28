package io.plimsoll.api.load;

import static io.plimsoll.api.load.Tickets.assertThrough;
import static io.plimsoll.api.load.Tickets.assertWaiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class GateTest {
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private long now;

  private Gate gate(int places, int perLane, int queue) {
    return new Gate(new Limits(places, perLane, queue, PATIENCE), () -> now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void places_areGivenOut_andTheOthersWaitInTheirOrder() {
    Gate gate = gate(2, 2, 10);
    Ticket a = gate.ask("q");
    Ticket b = gate.ask("q");
    Ticket c = gate.ask("q");
    Ticket d = gate.ask("q");
    assertThrough(a, b);
    assertWaiting(c, d);
    assertThat(gate.load()).isEqualTo(new Gate.Load(2, 2, 2));
    b.close();
    assertThrough(c);
    assertWaiting(d);
    a.close();
    assertThrough(d);
    c.close();
    d.close();
    assertThat(gate.load()).isEqualTo(new Gate.Load(0, 0, 2));
  }

  @Test
  void closedTwice_givesOnePlaceBack() {
    Gate gate = gate(1, 1, 10);
    Ticket a = gate.ask("q");
    Ticket b = gate.ask("q");
    Ticket c = gate.ask("q");
    a.close();
    a.close();
    assertThrough(b);
    assertWaiting(c);
    assertThat(gate.load()).isEqualTo(new Gate.Load(1, 1, 1));
  }

  @Test
  void oneQuery_doesNotTakeAllPlaces() {
    Gate gate = gate(3, 2, 10);
    assertThrough(gate.ask("slow"), gate.ask("slow"));
    Ticket third = gate.ask("slow");
    assertWaiting(third);
    Ticket other = gate.ask("quick");
    assertThrough(other);
    other.close();
    assertWaiting(third);
    assertThat(gate.load()).isEqualTo(new Gate.Load(2, 1, 3));
  }

  @Test
  void queryWithACapOfItsOwn_hasNoMorePlaces_andTheOthersTheRest() {
    Gate gate = gate(4, 3, 10);
    Ticket first = gate.ask("hard", 1);
    assertThrough(first);
    Ticket second = gate.ask("hard", 1);
    Ticket third = gate.ask("hard", 1);
    assertWaiting(second, third);
    assertThrough(gate.ask("easy", 99), gate.ask("easy", 99), gate.ask("easy", 99));
    assertWaiting(gate.ask("easy", 99));
    first.close();
    assertThrough(second);
    assertWaiting(third);
  }

  /** By Little's law with as many places as the query has. */
  @Test
  void expectedWait_isOfTheCap() {
    Gate gate = gate(4, 4, 10);
    Ticket measured = gate.ask("hard", 1);
    pass(Duration.ofMillis(200));
    measured.close();
    gate.ask("hard", 1);
    assertWaiting(gate.ask("hard", 1)); // 1 × 200 ms
    assertThat(gate.ask("hard", 1).await()).contains(Shed.EXPECTED_WAIT); // 2 × 200 ms
  }

  @Test
  void queriesThatWait_takeTurns_howeverManyOfOneThereAre() {
    Gate gate = gate(1, 1, 10);
    Ticket first = gate.ask("a");
    Ticket a1 = gate.ask("a");
    Ticket a2 = gate.ask("a");
    Ticket b1 = gate.ask("b");
    first.close();
    assertThrough(a1);
    a1.close();
    assertThrough(b1);
    assertWaiting(a2);
    b1.close();
    assertThrough(a2);
  }

  @Test
  void fullQueue_turnsAwayAtOnce_butNotOtherQueries() {
    Gate gate = gate(1, 1, 1);
    gate.ask("q");
    gate.ask("q");
    Ticket late = gate.ask("q");
    assertThat(late.waits()).isFalse();
    assertThat(late.await()).contains(Shed.QUEUE_FULL);
    late.close();
    assertThat(gate.load()).isEqualTo(new Gate.Load(1, 1, 1));
    assertWaiting(gate.ask("other"));
  }

  @Test
  void expectedWaitBeyondThePatience_turnsAwayAtOnce() {
    Gate gate = gate(2, 2, 10);
    Ticket measured = gate.ask("q");
    pass(Duration.ofMillis(200));
    measured.close();
    gate.ask("q");
    gate.ask("q");
    Ticket first = gate.ask("q"); // 1 × 200 ms / 2
    Ticket second = gate.ask("q"); // 2 × 200 ms / 2
    Ticket third = gate.ask("q"); // 3 × 200 ms / 2 is beyond 250 ms
    assertWaiting(first, second);
    assertThat(third.waits()).isFalse();
    assertThat(third.await()).contains(Shed.EXPECTED_WAIT);
  }

  @Test
  void slowQueryThatHasAFreePlace_isLetThrough_howeverSlowItWas() {
    Gate gate = gate(1, 1, 10);
    Ticket measured = gate.ask("q");
    pass(Duration.ofSeconds(5));
    measured.close();
    assertThrough(gate.ask("q"));
    assertThat(gate.ask("q").await()).contains(Shed.EXPECTED_WAIT);
  }

  @Test
  void mean_followsWhatIsQuickAgain() {
    Gate gate = gate(1, 1, 10);
    Ticket slow = gate.ask("q");
    pass(Duration.ofSeconds(1));
    slow.close();
    for (int i = 0; i < 20; i++) {
      Ticket quick = gate.ask("q");
      pass(Duration.ofMillis(1));
      quick.close();
    }
    gate.ask("q");
    assertWaiting(gate.ask("q"));
  }

  private static void askAndClose(Gate gate, int times, Runnable meanwhile) {
    for (int i = 0; i < times; i++) {
      Ticket ticket = gate.ask("q");
      meanwhile.run();
      ticket.close();
    }
  }

  /** They ask again as soon as they are answered, when nothing but slow reads is known. */
  @Test
  void pauseOfTheProcess_turnsNobodyAway_whoAsksAtItsEnd() {
    Gate gate = gate(10, 10, 100);
    askAndClose(gate, 50, () -> pass(Duration.ofMillis(2)));
    List<Ticket> paused = Stream.generate(() -> gate.ask("q")).limit(10).toList();
    pass(Duration.ofMillis(200));
    paused.forEach(Ticket::close);
    for (int i = 0; i < 10; i++) {
      assertThrough(gate.ask("q"));
    }
    for (int i = 0; i < 60; i++) {
      assertWaiting(gate.ask("q"));
    }
  }

  @Test
  void slownessThatStays_isBelieved() {
    Gate gate = gate(1, 1, 100);
    askAndClose(gate, 50, () -> pass(Duration.ofMillis(2)));
    askAndClose(gate, 50, () -> pass(Duration.ofMillis(200)));
    gate.ask("q");
    assertWaiting(gate.ask("q"));
    assertThat(gate.ask("q").await()).contains(Shed.EXPECTED_WAIT);
  }

  /** As after a pause of the process: all that ran were slow, and the next one is not. */
  @Test
  void pauseThatIsOver_turnsNobodyAway() {
    Gate gate = gate(2, 2, 10);
    Ticket a = gate.ask("q");
    Ticket b = gate.ask("q");
    pass(Duration.ofMillis(600));
    a.close();
    b.close();
    Ticket quick = gate.ask("q");
    Ticket other = gate.ask("q");
    assertThat(gate.ask("q").await()).contains(Shed.EXPECTED_WAIT);
    pass(Duration.ofMillis(1));
    quick.close();
    assertThrough(gate.ask("q"));
    assertWaiting(gate.ask("q"));
    assertThrough(other);
  }

  @Test
  void givenUp_isOutOfTheQueue_andTakesNoPlace() {
    Gate gate = gate(1, 1, 10);
    Ticket through = gate.ask("q");
    Ticket impatient = gate.ask("q");
    Ticket next = gate.ask("q");
    assertThat(gate.giveUp(impatient)).isTrue();
    assertThat(impatient.await()).contains(Shed.TIMED_OUT);
    assertThat(gate.load()).isEqualTo(new Gate.Load(1, 1, 1));
    impatient.close();
    assertWaiting(next);
    through.close();
    assertThrough(next);
  }

  @Test
  void givenUp_theLastOfItsQuery_leavesTheOthersTheirTurns() {
    Gate gate = gate(1, 1, 10);
    Ticket through = gate.ask("a");
    Ticket gone = gate.ask("b");
    Ticket next = gate.ask("c");
    gate.giveUp(gone);
    through.close();
    assertThrough(next);
    assertThat(gate.load()).isEqualTo(new Gate.Load(1, 0, 1));
  }

  /** The place came just when the patience ended: it is used, or it would be lost. */
  @Test
  void letThroughBeforeItGaveUp_keepsThePlace() {
    Gate gate = gate(1, 1, 10);
    Ticket first = gate.ask("q");
    Ticket second = gate.ask("q");
    first.close();
    assertThat(gate.giveUp(second)).isFalse();
    assertThat(second.await()).isEmpty();
    second.close();
    assertThat(gate.load()).isEqualTo(new Gate.Load(0, 0, 1));
  }

  @Test
  void await_withoutAPlace_endsByItself() {
    Gate gate = new Gate(new Limits(1, 1, 10, Duration.ofMillis(1)), () -> now);
    gate.ask("q");
    assertThat(gate.ask("q").await()).isEqualTo(Optional.of(Shed.TIMED_OUT));
    assertThat(gate.load()).isEqualTo(new Gate.Load(1, 0, 1));
  }

  @Test
  void room_isThereWhileHalfIsFreeAndNobodyWaits() {
    Gate gate = gate(4, 2, 10);
    assertThat(gate.hasRoom()).isTrue();
    Ticket a = gate.ask("q");
    assertThat(gate.hasRoom()).isTrue();
    gate.ask("q");
    assertThat(gate.hasRoom()).as("half is taken").isFalse();
    gate.ask("q");
    a.close();
    assertThat(gate.hasRoom()).isFalse();
    Gate capped = gate(4, 1, 10);
    capped.ask("q");
    capped.ask("q");
    assertThat(capped.hasRoom()).as("somebody waits").isFalse();
  }

  @Test
  void part_isRoundedUp() {
    assertThat(Limits.of(10, 75, 0, PATIENCE, 1).perLane()).isEqualTo(8);
    assertThat(Limits.of(1, 1, 0, PATIENCE, 1).perLane()).isEqualTo(1);
    assertThat(Limits.of(10, 100, 0, PATIENCE, 1).perLane()).isEqualTo(10);
  }

  /**
   * Ten times more than can be done, for 20 s of a simulated clock: each statement takes 20 ms, and
   * a request comes every 0.2 ms. All that the places can do is done, nobody waits in vain, and who
   * is served has not waited beyond the patience.
   */
  @Test
  void tenfoldOverload_keepsThePlacesBusy() {
    long tick = 100_000;
    long takes = 20_000_000;
    long horizon = 20_000_000_000L;
    Gate gate = gate(10, 10, 1_024);
    List<Asked> open = new ArrayList<>();
    long served = 0;
    long turnedAway = 0;
    long asked = 0;
    for (; now < horizon; now += tick) {
      if (now % (2 * tick) == 0) {
        open.add(new Asked(gate.ask("q"), now));
        asked++;
      }
      for (Asked each : List.copyOf(open)) {
        Ticket ticket = each.ticket();
        if (ticket.waits() && now - each.at() >= PATIENCE.toNanos()) {
          gate.giveUp(ticket);
        }
        if (!ticket.waits() && ticket.await().isPresent()) {
          turnedAway++;
          open.remove(each);
        } else if (!ticket.waits() && now - ticket.admittedNanos() >= takes) {
          assertThat(ticket.admittedNanos() - each.at()).isLessThanOrEqualTo(PATIENCE.toNanos());
          ticket.close();
          served++;
          open.remove(each);
        }
      }
    }
    long possible = 10 * horizon / takes;
    assertThat(asked).isEqualTo(10 * possible);
    assertThat(served).isGreaterThan(possible * 98 / 100);
    assertThat(turnedAway + served + open.size()).isEqualTo(asked);
  }

  private record Asked(Ticket ticket, long at) {}
}
