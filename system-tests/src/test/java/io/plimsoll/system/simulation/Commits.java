package io.plimsoll.system.simulation;

/** How transactions of the fake Postgres end. */
final class Commits {
  /** What a commit waits for. */
  enum Mode {
    /** The flush. */
    LOCAL,
    /** A synchronous standby too: decoded long before it is visible. */
    REMOTE,
    /** One that is far away. */
    SLOW,
    /** Nothing: visible before the flush, lost by a crash. */
    ASYNC
  }

  private final Postgres postgres;
  private final Scheduler time;

  Commits(Postgres postgres, Scheduler time) {
    this.postgres = postgres;
    this.time = time;
  }

  Mode mode() {
    int kind = time.below(100);
    return kind < 65 ? Mode.LOCAL : kind < 83 ? Mode.REMOTE : Mode.ASYNC;
  }

  /** Commits; {@code returned} runs when the client hears of it, never after a crash. */
  void commit(Transaction transaction, Mode asked, Runnable returned) {
    // A commit that removes files flushes, whatever was asked for.
    Mode mode = transaction.truncates && asked == Mode.ASYNC ? Mode.LOCAL : asked;
    int life = postgres.life();
    postgres.log(transaction);
    long flushes = mode == Mode.ASYNC ? time.between(200, 200_000) : time.between(10, 300);
    long shows =
        switch (mode) {
          case LOCAL -> flushes + time.between(0, 30) + (time.chance(0.1) ? time.delay() : 0);
          case REMOTE -> flushes + time.between(500, 200_000);
          case SLOW -> flushes + time.between(200_000, 700_000);
          case ASYNC -> time.between(0, 20);
        };
    time.in(
        flushes,
        () -> {
          if (postgres.life() == life) {
            postgres.flush(transaction.commitEnd);
          }
        });
    time.in(
        shows,
        () -> {
          if (postgres.life() == life) {
            postgres.show(transaction);
            returned.run();
          }
        });
  }
}
