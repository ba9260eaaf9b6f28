package io.plimsoll.core.analysis;

import java.util.Set;

/** What is known about built-in functions beyond pg_proc. */
final class SafeFunctions {
  /**
   * Marked stable in pg_proc for the sake of settings that are the same on every connection of
   * ours: time zone, date style, text search configuration. Their result depends on nothing else
   * but their arguments.
   */
  static final Set<String> STABLE =
      Set.of(
          "array_agg",
          "array_to_json",
          "array_to_string",
          "concat",
          "concat_ws",
          "date",
          "date_part",
          "date_trunc",
          "extract",
          "format",
          "json_agg",
          "json_agg_strict",
          "json_build_array",
          "json_build_object",
          "json_object_agg",
          "jsonb_agg",
          "jsonb_agg_strict",
          "jsonb_build_array",
          "jsonb_build_object",
          "jsonb_object_agg",
          "jsonb_path_exists_tz",
          "jsonb_path_query_tz",
          "phraseto_tsquery",
          "plainto_tsquery",
          "quote_literal",
          "quote_nullable",
          "row_to_json",
          "string_agg",
          "time",
          "timestamp",
          "timestamptz",
          "timetz",
          "timezone",
          "to_char",
          "to_date",
          "to_json",
          "to_jsonb",
          "to_timestamp",
          "to_tsquery",
          "to_tsvector",
          "ts_headline",
          "websearch_to_tsquery");

  /** Types whose input is stable only for the sake of a setting that is the same everywhere. */
  static final Set<String> TYPES = Set.of("interval");

  private SafeFunctions() {}
}
