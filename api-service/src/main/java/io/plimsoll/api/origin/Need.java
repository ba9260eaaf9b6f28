package io.plimsoll.api.origin;

import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Token;
import java.time.Duration;
import java.util.Optional;

/**
 * What a read has to show.
 *
 * @param bound it may not be older
 * @param after a write it may not be from before
 * @param known a change that a cache has applied already, {@link Lsn#NONE} for none: a read from
 *     before it would be right, but could not be stored
 */
record Need(Duration bound, Optional<Token> after, Lsn known) {
  static Need of(ReadRequest request) {
    return new Need(request.lookup().bound(), request.lookup().after(), request.known());
  }

  /** Where a standby that can show this has replayed to, at least. */
  Lsn position() {
    Lsn token = after.map(t -> t.mark().commitEnd()).orElse(Lsn.NONE);
    return token.compareTo(known) > 0 ? token : known;
  }

  /** Whether nothing depends on how far a standby has replayed. */
  boolean anyPosition() {
    return position().equals(Lsn.NONE);
  }

  /** Why a read that began behind this position will not do. */
  Optional<Unfit> unfit(Lsn replayed) {
    if (after.isPresent() && after.get().mark().commitEnd().compareTo(replayed) > 0) {
      return Optional.of(Unfit.TOKEN);
    }
    return known.compareTo(replayed) > 0 ? Optional.of(Unfit.BEHIND_CACHE) : Optional.empty();
  }
}
