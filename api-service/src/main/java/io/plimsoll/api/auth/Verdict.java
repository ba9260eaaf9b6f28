package io.plimsoll.api.auth;

/** What a request's credentials are worth. */
public sealed interface Verdict {
  /** A key that holds. */
  record Known(Caller caller) implements Verdict {}

  /** No key at all, or credentials of another scheme. */
  record Missing() implements Verdict {}

  /** More than one, or none behind the scheme's name. */
  record Malformed() implements Verdict {}

  /** A text that is no key, or one that was revoked or has expired. */
  record Refused(Why why) implements Verdict {}

  /** For the log and the metric; the client is not told. */
  enum Why {
    UNKNOWN,
    REVOKED,
    EXPIRED
  }
}
