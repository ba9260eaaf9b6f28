package io.plimsoll.api.origin;

/**
 * The version of the schema that the catalog was last checked against: the ids in {@code
 * plimsoll.ddl}. The newest alone would not do: a DDL that got a lower one may commit later. Every
 * read pays for it, so it is neither sorted nor summed up: another order of the same rows costs a
 * check, an aggregate would cost every read. An answer read under another one may come from a view
 * where a table was, or through a function that was not there: it is served, but not stored until
 * the check has passed again. Thread-safe.
 */
public final class SchemaVersion {
  /** An expression over {@code plimsoll.ddl}, text. */
  static final String SQL = "array(select id from plimsoll.ddl)::text";

  private static final String NEVER = "";

  private volatile String checked = NEVER;
  private volatile String seen = NEVER;

  /** Notes the version a read ran under and says whether the check holds for it. */
  boolean isChecked(String version) {
    if (version.equals(checked)) {
      return true;
    }
    seen = version;
    return false;
  }

  /** The same for a version that may be an old one: notes nothing. */
  boolean isTheChecked(String version) {
    return version.equals(checked);
  }

  void checked(String version) {
    checked = version;
    seen = version;
  }

  /** Whether a read has met a version that was not checked. */
  boolean outdated() {
    return checked.equals(NEVER) || !seen.equals(checked);
  }
}
