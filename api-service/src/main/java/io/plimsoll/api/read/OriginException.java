package io.plimsoll.api.read;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The origin gave no answer. */
public final class OriginException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** What kind of failure: decides the HTTP status. */
  public enum Kind {
    /** Not reachable, or no connection free in time: try again. */
    UNAVAILABLE,
    /** More is asked of it than it can answer in time; it was not asked: try again. */
    OVERLOADED,
    /** The statement took longer than it may. */
    TIMEOUT,
    /** A value the database refuses: out of range, a violated constraint. */
    REJECTED,
    /** A conflict with what is there: a duplicate key, a missing referenced row. */
    CONFLICT,
    /** The SQL itself fails: the catalog and the schema do not fit. */
    BROKEN,
    /** The request's token is of a history that this database does not have. */
    TOKEN_INCARNATION,
    /** What should be the primary does not show the write of the request's token. */
    TOKEN_AHEAD;

    /** Whether it is about the database being there and in time, not about the request. */
    public boolean away() {
      return this == UNAVAILABLE || this == OVERLOADED || this == TIMEOUT;
    }

    /** Whether it is about the token that the request shows, and so about no other request. */
    public boolean aboutToken() {
      return this == TOKEN_INCARNATION || this == TOKEN_AHEAD;
    }
  }

  private final Kind kind;

  public OriginException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  private OriginException(String message) {
    super(message, null, false, false);
    this.kind = Kind.OVERLOADED;
  }

  /** Without a stack trace: there may be thousands in a second. */
  public static OriginException overloaded(String message) {
    return new OriginException(message);
  }

  public Kind kind() {
    return kind;
  }
}
