package io.plimsoll.api.load;

import static io.plimsoll.api.load.Tickets.assertShares;
import static io.plimsoll.api.load.Tickets.assertThrough;
import static io.plimsoll.api.load.Tickets.assertWaiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** Who shares a place, and who waits for company. */
final class GateCompanyTest {
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private long now;
  private final Company company = company(3);

  /** A quick one. */
  private Company company(int most) {
    Company made = new Company(most, () -> now);
    made.alone(1_000_000);
    for (int i = 0; i < 20; i++) {
      made.together(1_000_000, 1); // which saves nothing, so that none is held back
    }
    return made;
  }

  /** Of which many have gone together, at a small part of the cost. */
  private Company provenCompany() {
    return provenCompany(() -> now);
  }

  private static Company provenCompany(LongSupplier clock) {
    Company made = new Company(3, clock);
    made.alone(1_000_000);
    for (int i = 0; i < 20; i++) {
      made.together(100_000, 1);
    }
    return made;
  }

  private static Ticket ask(Gate gate, String lane, Company company) {
    return gate.ask(lane, 8, Optional.of(new Guest(Reads.request("k"), company)));
  }

  @Test
  void whoHasWaited_bringsThoseOfItsCompany_inOnePlace() {
    Gate gate = gate(1, 1, 10);
    Ticket first = ask(gate, "q", company);
    Ticket second = ask(gate, "q", company);
    Ticket other = ask(gate, "q", company(3));
    Ticket none = gate.ask("q");
    Ticket third = ask(gate, "q", company);
    Ticket fourth = ask(gate, "q", company);
    Ticket fifth = ask(gate, "q", company);
    assertThrough(first);
    assertThat(first.company()).as("nobody waits for company").isEmpty();
    first.close();
    assertThrough(second);
    assertThat(second.shares()).isFalse();
    assertThat(second.company()).hasSize(2);
    assertShares(third, fourth);
    assertWaiting(other, none, fifth);
    assertThat(gate.load()).isEqualTo(new Gate.Load(1, 3, 1));
    third.close();
    fourth.close();
    assertWaiting(other);
    second.close();
    assertThrough(other);
    other.close();
    none.close();
    assertThrough(fifth);
    fifth.close();
    assertThat(gate.load()).isEqualTo(new Gate.Load(0, 0, 1));
  }

  @Test
  void whoHasGivenUp_isNotBrought() {
    Gate gate = gate(1, 1, 10);
    Ticket first = ask(gate, "q", company);
    Ticket second = ask(gate, "q", company);
    Ticket third = ask(gate, "q", company);
    gate.giveUp(third);
    first.close();
    assertThrough(second);
    assertThat(second.company()).isEmpty();
    assertThat(third.await()).contains(Shed.TIMED_OUT);
    assertThat(gate.giveUp(second)).isFalse();
  }

  @Test
  void companyThatSavesMuch_waitsForItself_andHoldsUpNobodyElse() {
    Company proven = provenCompany();
    Gate gate = gate(4, 4, 10);
    Ticket first = ask(gate, "q", proven);
    Ticket second = ask(gate, "q", proven);
    assertThrough(first);
    assertWaiting(second);
    Ticket other = ask(gate, "q", company);
    Ticket none = gate.ask("q");
    assertThrough(other, none);
    Ticket third = ask(gate, "q", proven);
    other.close();
    none.close();
    assertWaiting(second, third);
    first.close();
    assertThrough(second);
    assertShares(third);
    second.close();
    assertThrough(ask(gate, "q", proven));
  }

  @Test
  void whoIsHeldBackForCompany_isOvertakenByWhoIsNot() {
    Company proven = provenCompany();
    Gate gate = gate(2, 2, 10);
    Ticket first = ask(gate, "q", proven);
    Ticket full = gate.ask("q");
    Ticket held = ask(gate, "q", proven);
    Ticket none = gate.ask("q");
    assertThrough(first, full);
    assertWaiting(held, none);
    full.close();
    assertThrough(none);
    assertWaiting(held);
    first.close();
    assertThrough(held);
  }

  @Test
  void whoIsHeldBackForCompany_goesOn_whenThatTakesTooLong() {
    Company proven = provenCompany();
    Gate gate = gate(4, 4, 10);
    Ticket first = ask(gate, "q", proven);
    Ticket second = ask(gate, "q", proven);
    Ticket third = ask(gate, "q", proven);
    gate.lookAgain();
    assertWaiting(second, third);
    pass(Duration.ofMillis(21));
    gate.lookAgain();
    assertThrough(first, second);
    assertShares(third);
    Ticket fourth = ask(gate, "q", proven);
    assertWaiting(fourth);
    pass(Duration.ofMillis(21));
    Ticket fifth = ask(gate, "q", proven);
    assertThrough(fourth);
    assertWaiting(fifth);
    second.close();
    assertWaiting(fifth);
    fourth.close();
    assertThrough(fifth);
  }

  /** The one at the gate looks again by itself. */
  @Test
  void waitingForCompany_endsBeforePatienceDoes() {
    Gate gate = new Gate(new Limits(4, 4, 10, Duration.ofMinutes(1)), System::nanoTime);
    Company proven = provenCompany(System::nanoTime);
    assertThrough(ask(gate, "q", proven));
    assertThat(ask(gate, "q", proven).await()).isEmpty();
  }

  @Test
  void placesThatAreNoLongerHeldBack_areAllTakenAtOnce() {
    Company proven = provenCompany();
    Gate gate = gate(4, 4, 10);
    Ticket running = ask(gate, "q", proven);
    Ticket[] held = new Ticket[6];
    for (int i = 0; i < held.length; i++) {
      held[i] = ask(gate, "q", proven);
    }
    assertWaiting(held);
    proven.failed();
    running.close();
    assertThrough(held[0], held[1], held[2], held[3]);
    assertWaiting(held[4], held[5]);
    Ticket last = ask(gate, "q", proven);
    held[0].close();
    assertThrough(held[4]);
    assertWaiting(held[5], last);
  }

  @Test
  void expectedWait_isByWhatOneOfACompanyTakes_andByItsPlaces() {
    Gate gate = gate(1, 1, 100);
    Ticket first = ask(gate, "q", company);
    Ticket second = ask(gate, "q", company);
    Ticket third = ask(gate, "q", company);
    pass(Duration.ofMillis(100));
    first.close();
    pass(Duration.ofMillis(100));
    second.close();
    assertShares(third);
    Ticket running = ask(gate, "q", company);
    assertThrough(running);
    // 50 ms the last time: five of them are within 250 ms.
    Ticket[] waiting = new Ticket[5];
    for (int i = 0; i < waiting.length; i++) {
      waiting[i] = ask(gate, "q", company);
    }
    assertWaiting(waiting);
    assertThat(ask(gate, "q", company).await()).contains(Shed.EXPECTED_WAIT);
  }

  @Test
  void expectedWait_ofACompanyThatHasFewPlaces_isByThese() {
    Company proven = provenCompany();
    Gate gate = gate(8, 8, 100);
    Ticket first = ask(gate, "q", proven);
    pass(Duration.ofMillis(100));
    first.close();
    Ticket running = ask(gate, "q", proven);
    Ticket second = ask(gate, "q", proven);
    Ticket third = ask(gate, "q", proven);
    assertThrough(running);
    assertWaiting(second, third);
    assertThat(ask(gate, "q", proven).await()).contains(Shed.EXPECTED_WAIT);
  }

  private Gate gate(int places, int perLane, int queue) {
    return new Gate(new Limits(places, perLane, queue, PATIENCE), () -> now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
