package io.plimsoll.api.load;

import static org.assertj.core.api.Assertions.assertThat;

/** What has become of those who asked at a gate. */
final class Tickets {
  private Tickets() {}

  private static boolean isThrough(Ticket ticket) {
    return !ticket.waits() && ticket.await().isEmpty();
  }

  static void assertThrough(Ticket... tickets) {
    assertThat(tickets).allMatch(Tickets::isThrough);
  }

  static void assertWaiting(Ticket... tickets) {
    assertThat(tickets).allMatch(Ticket::waits);
  }

  /** In the place of another one. */
  static void assertShares(Ticket... tickets) {
    assertThat(tickets).allMatch(ticket -> isThrough(ticket) && ticket.shares());
  }
}
