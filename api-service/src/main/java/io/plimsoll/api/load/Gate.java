package io.plimsoll.api.load;

import io.plimsoll.core.catalog.QueryDef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The queue in front of a pool. So many run at once as there are connections; of one lane (a query)
 * not all of them. The others wait, each lane in its own order, and the lanes take turns. Who would
 * wait too long is turned away at once: by Little's law the wait is what is ahead of it, times how
 * long one takes, over how many run at once. So the connections always work for somebody who still
 * waits, however many come. Thread-safe; never blocks: see {@link Ticket#await}.
 *
 * <p>Who has waited and is let through brings those behind it that are of its {@link Company}: they
 * have one place. A company that saves much waits for itself, and holds up nobody else.
 */
public final class Gate {
  /** The newest duration's part in a lane's mean. */
  private static final double NEWEST = 0.1;

  /**
   * What a duration counts for at most, in means before it: a pause of the process is in those of
   * all that ran, and they are no more than a pause. Slowness that stays is believed after some
   * twenty reads for each factor of ten.
   */
  private static final double MOST_OF_ONE = 2;

  /** How many that wait are looked at for one that may go, or for company. */
  private static final int LOOK = 100;

  private final Limits limits;
  private final LongSupplier nanoTime;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Deque<Lane> rotation = new ArrayDeque<>();
  private int running;
  private int waiting;

  /** Those of one name. Guarded by the gate. */
  static final class Lane {
    private final Deque<Ticket> queue = new ArrayDeque<>();
    private int running;
    private int most;
    private double meanNanos;
    private double lastNanos;
  }

  /** How full it is. */
  public record Load(int running, int waiting, int places) {}

  /**
   * An open gate.
   *
   * @param nanoTime monotonic
   */
  public Gate(Limits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  /** For a place of a query's lane. */
  public Ticket ask(QueryDef query) {
    return ask(query, Optional.empty());
  }

  /** Likewise, for one that may have company. */
  Ticket ask(QueryDef query, Optional<Guest> guest) {
    return ask(query.catalogName(), query.maxConcurrent().orElse(limits.perLane()), guest);
  }

  /** For a place of a lane that may have as many as any other. */
  Ticket ask(String name) {
    return ask(name, limits.perLane());
  }

  Ticket ask(String name, int most) {
    return ask(name, most, Optional.empty());
  }

  /**
   * Asks to be let through; the ticket says whether one is, waits, or is turned away.
   *
   * @param most how many of its lane run at once, within the gate's own limit; the last one counts
   */
  synchronized Ticket ask(String name, int most, Optional<Guest> guest) {
    Lane lane = lanes.computeIfAbsent(name, any -> new Lane());
    lane.most = Math.min(most, limits.perLane());
    Ticket ticket = new Ticket(this, lane, limits.patience(), guest);
    if (isFree(lane) && !lane.queue.isEmpty()) {
      admitNext(); // Those that were held back for company are before it.
    }
    if (isFree(lane) && ticket.hasPlace(lane.most)) {
      admit(ticket);
    } else if (lane.queue.size() >= limits.queue()) {
      ticket.turnAway(Shed.QUEUE_FULL);
    } else if (expectedNanos(lane, ticket) > limits.patience().toNanos()) {
      ticket.turnAway(Shed.EXPECTED_WAIT);
    } else {
      if (lane.queue.isEmpty()) {
        rotation.add(lane);
      }
      lane.queue.add(ticket);
      waiting++;
    }
    return ticket;
  }

  private boolean isFree(Lane lane) {
    return running < limits.places() && lane.running < lane.most;
  }

  /**
   * By the mean, or by the last one where that was quicker: a pause of the whole process makes the
   * mean long for many that are not, and nobody is to be turned away for what is over.
   */
  private static double expectedNanos(Lane lane, Ticket ticket) {
    double one = Math.min(lane.meanNanos, lane.lastNanos);
    return (lane.queue.size() + 1) * one / ticket.places(lane.most);
  }

  private void admit(Ticket ticket) {
    running++;
    ticket.lane().running++;
    ticket.admit(nanoTime.getAsLong());
  }

  /** It was let through, and is done. */
  synchronized void leave(Ticket ticket) {
    Lane lane = ticket.lane();
    double all = nanoTime.getAsLong() - ticket.admittedNanos();
    double took = all / (1 + ticket.company().size());
    double counts = Math.min(took, MOST_OF_ONE * lane.meanNanos);
    lane.meanNanos =
        lane.meanNanos == 0 ? took : lane.meanNanos + NEWEST * (counts - lane.meanNanos);
    lane.lastNanos = took;
    lane.running--;
    running--;
    admitNext();
  }

  /** The next in turn of the lanes that have not got their part already, while there are places. */
  private void admitNext() {
    int passed = 0;
    while (passed < rotation.size() && running < limits.places()) {
      Lane lane = rotation.remove();
      Optional<Ticket> next = lane.running < lane.most ? next(lane) : Optional.empty();
      next.ifPresent(ticket -> {
        bringCompany(lane, ticket);
        admit(ticket);
      });
      passed = next.isPresent() ? 0 : passed + 1;
      if (!lane.queue.isEmpty()) {
        rotation.add(lane);
      }
    }
  }

  /** Lets through whom time alone has made a place for. */
  synchronized void lookAgain() {
    admitNext();
  }

  /** Takes the first out of the queue that is not held back for company. */
  private Optional<Ticket> next(Lane lane) {
    Optional<Ticket> held = Optional.empty();
    Iterator<Ticket> queue = lane.queue.iterator();
    for (int i = 0; i < LOOK && queue.hasNext(); i++) {
      Ticket ticket = queue.next();
      if (held.filter(ticket::goesWith).isPresent()) {
        continue;
      }
      if (ticket.hasPlace(lane.most)) {
        queue.remove();
        waiting--;
        return Optional.of(ticket);
      }
      held = Optional.of(ticket);
    }
    return Optional.empty();
  }

  private void bringCompany(Lane lane, Ticket ticket) {
    int room = ticket.room();
    Iterator<Ticket> queue = lane.queue.iterator();
    for (int i = 0; i < LOOK && room > 0 && queue.hasNext(); i++) {
      Ticket other = queue.next();
      if (other.goesWith(ticket)) {
        queue.remove();
        waiting--;
        room--;
        ticket.bring(other);
      }
    }
  }

  /** Does not wait any longer; false when it was let through meanwhile. */
  synchronized boolean giveUp(Ticket ticket) {
    Lane lane = ticket.lane();
    if (!lane.queue.remove(ticket)) {
      return false;
    }
    waiting--;
    if (lane.queue.isEmpty()) {
      rotation.remove(lane);
    }
    ticket.turnAway(Shed.TIMED_OUT);
    return true;
  }

  /**
   * Whether there is room for work that nobody waits for: no one waits here, and half of the places
   * are free.
   */
  public synchronized boolean hasRoom() {
    return waiting == 0 && running * 2 < limits.places();
  }

  public synchronized Load load() {
    return new Load(running, waiting, limits.places());
  }
}
