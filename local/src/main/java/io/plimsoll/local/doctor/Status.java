package io.plimsoll.local.doctor;

/** How a finding was judged. */
public enum Status {
  /** As it should be. */
  OK,
  /** It works, and costs or risks something. */
  WARN,
  /** Plimsoll does not work with it, or does not cache. */
  FAIL,
  /** It could not be asked. */
  UNKNOWN
}
