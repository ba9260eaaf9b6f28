package io.plimsoll.api.origin;

/**
 * How a query stands, and under which version of the schema: an answer that was read under another
 * one may depend on other rows.
 */
public record Planned(String schemaVersion, Standing standing) {
  static final Planned UNKNOWN = new Planned("", Standing.UNKNOWN);
}
