package io.plimsoll.core.stream;

import io.plimsoll.core.record.Invalidation;
import java.util.List;

/** What a cache is told of a transaction. */
public final class TagsDoor {
  private TagsDoor() {}

  /** Names of the tags that end. */
  public static List<String> of(Invalidation.Transaction record) {
    return PendingBatch.tags(record);
  }
}
