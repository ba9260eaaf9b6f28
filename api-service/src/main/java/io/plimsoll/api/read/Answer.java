package io.plimsoll.api.read;

import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.freshness.Lsn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An answer and the proof of its freshness.
 *
 * @param asOf the WAL position up to which all changes that matter to it are proven to be in it;
 *     empty when there is no such proof, as for an answer that was not stored
 * @param age upper bound of how long ago it was what Postgres answers
 * @param outcome how it came about
 * @param timing where the time went
 */
public record Answer(
    Content content, Optional<Lsn> asOf, Duration age, Outcome outcome, Timing timing) {

  /** From where, and why not from a nearer place. */
  public sealed interface Outcome {
    /**
     * From a cache.
     *
     * @param tier its name
     * @param ttl how much longer it is usable
     * @param captured names of the entry's tags besides the query's
     */
    record Hit(String tier, Duration ttl, List<String> captured) implements Outcome {
      public Hit {
        captured = List.copyOf(captured);
      }
    }

    /**
     * Older than the bound: from a cache, because the catalog allows it for this query.
     *
     * @param why what it allows
     * @param reason why the entry was no hit
     */
    record Stale(Why why, Reason reason) implements Outcome {}

    /**
     * From Postgres.
     *
     * @param source the primary or which standby
     * @param readAt where the WAL stood when the read ran: commits near it may be in the answer or
     *     not
     * @param bypassed the cache was not to be used, rather than having no entry
     * @param collapsed another request's read was shared
     * @param refused why the answer was not stored, when it was offered
     * @param captured names of the answer's tags besides the query's, when it was stored
     */
    record Fetched(
        String source,
        Lsn readAt,
        Reason reason,
        boolean bypassed,
        boolean collapsed,
        boolean stored,
        Optional<Reason> refused,
        List<String> captured)
        implements Outcome {
      public Fetched {
        captured = List.copyOf(captured);
      }
    }
  }

  /** RFC 5861's two reasons to answer with something old. */
  public enum Why {
    WHILE_REVALIDATE("stale-while-revalidate"),
    IF_ERROR("stale-if-error");

    private final String label;

    Why(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** µs; 0 where nothing was asked. */
  public record Timing(long cacheMicros, long sqlMicros) {}
}
