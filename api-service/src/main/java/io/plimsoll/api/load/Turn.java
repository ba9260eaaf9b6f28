package io.plimsoll.api.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Gathers what comes in one turn of an event loop, to be served together at the turn's end: by then
 * all that its connections had to read has been read, and nobody has waited for another. Confined
 * to the loop.
 */
public final class Turn<T> {
  private final Executor loop;
  private final Consumer<List<T>> server;
  private final Runnable end = this::end;
  private List<T> gathered = new ArrayList<>();

  /**
   * On this loop.
   *
   * @param server is given at least one, in the order they came; it must not throw
   */
  public Turn(Executor loop, Consumer<List<T>> server) {
    this.loop = loop;
    this.server = server;
  }

  /**
   * Adds one to those of the turn.
   *
   * @return false, and it is not among them, when the loop ends: it has no other turn
   */
  public boolean add(T one) {
    if (gathered.isEmpty() && !endsLater()) {
      return false;
    }
    gathered.add(one);
    return true;
  }

  public int size() {
    return gathered.size();
  }

  private boolean endsLater() {
    try {
      loop.execute(end);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Now: those who come later in it are served later. */
  public void end() {
    if (!gathered.isEmpty()) {
      List<T> all = gathered;
      gathered = new ArrayList<>();
      server.accept(all);
    }
  }
}
