package io.plimsoll.api.read;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.Stale;
import io.plimsoll.core.freshness.Lsn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the tiers said to one request, nearest first. One thread at a time.
 *
 * <p>The farthest tier's reason is the request's: it is the one that knows most.
 */
final class Probe {
  private final List<@Nullable Admission> admissions = new ArrayList<>();
  private Optional<Stale> stale = Optional.empty();
  private final boolean apart;
  private Reason reason;
  private Lsn changedBy = Lsn.NONE;

  Probe() {
    this(Reason.UNCACHEABLE, false);
  }

  /**
   * Of a request for which no tier is asked.
   *
   * @param reason why
   */
  Probe(Reason reason) {
    this(reason, true);
  }

  private Probe(Reason reason, boolean apart) {
    this.reason = reason;
    this.apart = apart;
  }

  /** Whether no tier may have a part in the answer, not even that of another request's load. */
  boolean apart() {
    return apart;
  }

  void miss(Lookup.Miss miss) {
    add(miss.reason(), miss.admission(), miss.stale());
    Lsn applied = miss.admission().applied();
    if (miss.reason() == Reason.INVALIDATED && applied.compareTo(changedBy) > 0) {
      changedBy = applied;
    }
  }

  void bypass(Lookup.Bypass bypass) {
    add(bypass.reason(), null, bypass.stale());
  }

  /** For a renewal: the entry is there, and another one may take its place. */
  void hit(Lookup.Hit hit) {
    add(Reason.MISS, hit.at(), Optional.empty());
  }

  private void add(Reason why, @Nullable Admission admission, Optional<Stale> old) {
    admissions.add(admission);
    reason = why;
    if (old.isPresent()) {
      stale =
          stale
              .filter(s -> Comparator.comparing(Stale::age).compare(s, old.get()) <= 0)
              .or(() -> old);
    }
  }

  /** How many tiers have been asked. */
  int tiers() {
    return admissions.size();
  }

  /** Empty when the tier must not be filled. */
  Optional<Admission> admission(int tier) {
    return Optional.ofNullable(admissions.get(tier));
  }

  /** Whether no tier was to be used, rather than none having the entry. */
  boolean bypassed() {
    // A loop: asked of each miss, where a stream shows in the profile.
    for (Admission admission : admissions) {
      if (admission != null) {
        return false;
      }
    }
    return true;
  }

  /** Whether every tier that can be filled has followed the change stream to this position. */
  boolean hasFollowed(Lsn position) {
    return admissions.stream().allMatch(a -> a == null || a.applied().compareTo(position) >= 0);
  }

  Reason reason() {
    return reason;
  }

  /**
   * The answer that was there has changed at or before this position; {@link Lsn#NONE} when no tier
   * says so. A read from before the change would be answered, but refused by the caches.
   */
  Lsn changedBy() {
    return changedBy;
  }

  /** The least old one. */
  Optional<Stale> stale() {
    return stale;
  }
}
