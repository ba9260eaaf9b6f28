package io.plimsoll.api.origin;

/**
 * The version of the schema that the catalog was last checked against: the id of the newest row of
 * {@code plimsoll.ddl}. An answer read under another one may come from a view where a table was, or
 * through a function that was not there: it is served, but not stored until the check has passed
 * again. Thread-safe.
 */
public final class SchemaVersion {
  private static final long NEVER = -1;

  private volatile long checked = NEVER;
  private volatile long seen = NEVER;

  /** Notes the version a read ran under and says whether the check holds for it. */
  boolean isChecked(long version) {
    if (version == checked) {
      return true;
    }
    seen = version;
    return false;
  }

  void checked(long version) {
    checked = version;
    seen = version;
  }

  /** Whether a read has met a version that was not checked. */
  boolean outdated() {
    return checked == NEVER || seen != checked;
  }
}
