package io.plimsoll.core.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer is the answer to, as one text: each part with its type and its length before it,
 * so that no two lists of parts make the same text. For one thread.
 */
public final class KeyTuple {
  private final StringBuilder text = new StringBuilder();

  /** A part that is always there. */
  public KeyTuple add(String part) {
    text.append(part.length()).append(':').append(part);
    return this;
  }

  /** A value that may be null. Null, no elements, one value and one element all differ. */
  public KeyTuple add(String type, boolean array, @Nullable List<String> texts) {
    add(type);
    if (texts == null) {
      text.append('n');
      return this;
    }
    if (array) {
      text.append('a').append(texts.size()).append(':');
    } else {
      text.append('v');
    }
    texts.forEach(this::add);
    return this;
  }

  /** The whole of it. */
  @Override
  public String toString() {
    return text.toString();
  }
}
