package io.plimsoll.core.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An answer, offered for storing.
 *
 * @param captured names of the tags that it has besides the query's, known only once it had been
 *     read; another read of the same key may have others
 * @param admission from the lookup that preceded the read
 * @param ttl how long it may be used from now
 * @param load how long the origin took for it
 */
public record Fill(
    Query query,
    List<String> captured,
    Admission admission,
    Proof proof,
    Content content,
    Duration ttl,
    Duration load) {
  /** Each once, and none of the query's. */
  public Fill {
    captured = captured.isEmpty() ? List.of() : others(query.tags(), captured);
  }

  /** Of an answer that has the query's tags only. */
  public Fill(
      Query query, Admission admission, Proof proof, Content content, Duration ttl, Duration load) {
    this(query, List.of(), admission, proof, content, ttl, load);
  }

  private static List<String> others(Collection<String> tags, List<String> captured) {
    Set<String> others = new LinkedHashSet<>(captured);
    tags.forEach(others::remove);
    return List.copyOf(others);
  }

  /** All tags of the entry: the query's, then the captured ones. */
  public List<String> tags() {
    if (captured.isEmpty()) {
      return query.tags();
    }
    List<String> all = new ArrayList<>(query.tags().size() + captured.size());
    all.addAll(query.tags());
    all.addAll(captured);
    return all;
  }

  /** What became of the offer. */
  public sealed interface Outcome {
    record Stored() implements Outcome {}

    record Refused(Lookup.Reason reason) implements Outcome {}
  }
}
