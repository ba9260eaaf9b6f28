package io.plimsoll.system.staleness;

import java.util.Set;

/**
 * Commits that returned and that a crash then undid: allowed with {@code synchronous_commit=off}
 * and in a failover to an asynchronous standby, and readable until then.
 *
 * @param versions of the lost transactions
 * @param until the crash, in nanoseconds
 */
record Lost(Set<Long> versions, long until) {
  static final Lost NOTHING = new Lost(Set.of(), Long.MIN_VALUE);

  Lost {
    versions = Set.copyOf(versions);
  }

  boolean shows(Seen seen) {
    return seen.versions().stream().anyMatch(versions::contains);
  }
}
