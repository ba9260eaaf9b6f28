package io.plimsoll.api.read;

import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.Rules;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Token;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a flight brought: an answer of the origin, or one that somebody else stored meanwhile. */
sealed interface Flown {
  /** Since when, monotonic, the answer ages. */
  long startedNanos();

  /** How old it was then, at most. */
  Duration age();

  /** Whether it shows a write. */
  boolean shows(Token token);

  /**
   * Whether it will do for a request.
   *
   * @param arrivedNanos when the request came: what began later is fresh however long it took
   */
  default boolean suits(ReadRequest request, long arrivedNanos, long nowNanos) {
    boolean fresh =
        (startedNanos() - arrivedNanos >= 0 && age().compareTo(request.lookup().bound()) <= 0)
            || isWithin(request.lookup().bound(), nowNanos);
    return fresh && request.lookup().after().map(this::shows).orElse(true);
  }

  /** Whether it is not older than that by now. */
  default boolean isWithin(Duration bound, long nowNanos) {
    return age().plusNanos(nowNanos - startedNanos()).compareTo(bound) <= 0;
  }

  /**
   * From the origin.
   *
   * @param provenTo as far as a cache that has stored it had applied the change stream
   * @param refused why it was not stored, when it was offered
   * @param captured names of its tags besides the query's, when it was offered
   */
  record Loaded(
      OriginRead read,
      long startedNanos,
      Optional<Lsn> provenTo,
      Optional<Reason> refused,
      List<String> captured)
      implements Flown {
    public Loaded {
      captured = List.copyOf(captured);
    }

    /** Not offered to a cache. */
    Loaded(OriginRead read, long startedNanos, Optional<Reason> unfit) {
      this(read, startedNanos, Optional.empty(), unfit, List.of());
    }

    @Override
    public Duration age() {
      return read.age();
    }

    @Override
    public boolean shows(Token token) {
      return read.incarnation().equals(token.incarnation()) && read.stamp().sees(token.mark());
    }
  }

  /**
   * From a cache, while waiting for another instance's load.
   *
   * @param tier its name
   */
  record Found(String tier, Lookup.Hit hit, long startedNanos) implements Flown {
    @Override
    public Duration age() {
      return hit.age();
    }

    /** A cache can be asked again: what has become too old while waiting is not needed. */
    @Override
    public boolean suits(ReadRequest request, long arrivedNanos, long nowNanos) {
      return isWithin(request.lookup().bound(), nowNanos)
          && request.lookup().after().map(this::shows).orElse(true);
    }

    @Override
    public boolean shows(Token token) {
      return Rules.shows(token, hit.at(), () -> new Stamp.UpTo(hit.at().applied()));
    }
  }
}
