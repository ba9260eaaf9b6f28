package io.plimsoll.system.simulation;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A transaction of the played Postgres and of the real one. */
final class InBoth {
  final Transaction played;
  final RealSession session;
  boolean touchesArticles;
  @Nullable CompletableFuture<Void> done;

  InBoth(Transaction played, RealSession session) {
    this.played = played;
    this.session = session;
  }

  /** Whether it may still write. */
  boolean open() {
    return done == null;
  }
}
