package io.plimsoll.core.cache.redis;

import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Query;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key that is asked for, and what was found under it so far. Those who ask for it differ in what
 * they want of the answer only. Of one thread at a time.
 */
final class AskedKey {
  private final Query any;
  private List<String> captured;
  private boolean open = true;
  private @Nullable EntryCodec stored;
  private Moment.@Nullable State state;
  private boolean current;
  private @Nullable RuntimeException failure;

  /**
   * Before the first look.
   *
   * @param any one of those who ask
   * @param expected the captured tags that the key had the last time
   */
  AskedKey(Query any, List<String> expected) {
    this.any = any;
    this.captured = expected;
  }

  CacheKey key() {
    return any.key();
  }

  /** Whose generations the next look is to bring. */
  List<String> tags() {
    if (captured.isEmpty()) {
      return any.tags();
    }
    List<String> all = new ArrayList<>(any.tags());
    all.addAll(captured);
    return all;
  }

  /** The first look. */
  void saw(Moment moment, @Nullable EntryCodec entry) {
    stored = entry;
    see(moment, any.tags());
    List<String> actual = stored != null && current ? stored.entry().captured() : List.of();
    if (actual.isEmpty()) {
      open = false;
    } else if (actual.equals(captured)) {
      sawAgain(moment);
    } else {
      captured = actual;
    }
  }

  /** What is stored cannot be read. */
  void failed(RuntimeException e) {
    failure = e;
    open = false;
  }

  /** Throws what {@link #failed} was told. */
  void throwFailure() {
    if (failure != null) {
      throw failure;
    }
  }

  /** All tags at one moment: that decides. */
  void sawAgain(Moment moment) {
    see(moment, tags());
    open = false;
  }

  private void see(Moment moment, List<String> tags) {
    state = moment.state();
    current =
        state != null
            && stored != null
            && stored.epoch().equals(state.control().epoch())
            && stored.generations().size() == any.tags().size() + stored.entry().captured().size()
            && LookupDecision.current(stored.generations(), moment.generations(tags));
  }

  /** Whether it has captured tags that have not been looked at. */
  boolean isOpen() {
    return open;
  }

  /** Tags that only the entry tells. */
  List<String> captured() {
    return captured;
  }

  /** As it was when the entry was found current or not. */
  Moment.@Nullable State state() {
    return state;
  }

  @Nullable EntryCodec stored() {
    return stored;
  }

  /** The entry is of this epoch, and none of its tags that were looked at has ended. */
  boolean isCurrent() {
    return current;
  }
}
