package io.plimsoll.api.fuzz;

import io.plimsoll.api.http.BodyDoor;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.WriteDef;

/** Any bytes as the body of a write with parameters of every type: values, or a problem. */
public final class BodyTarget {
  private static final WriteDef WRITE =
      CatalogParser.parse(
              "fuzz.yaml",
              """
              queries:
                one: { get: /x, sql: select id from x, max-staleness: 2s }
              writes:
                add:
                  post: /things
                  params:
                    small: { type: smallint, default: null }
                    id: { type: bigint, default: null }
                    n: { type: numeric, default: null, min: 0, max: 9 }
                    flag: { type: boolean, default: null }
                    name: { type: text, default: null, min: 2, max: 20 }
                    of: { type: uuid, default: null }
                    day: { type: date, default: null, min: 2000-01-01 }
                    at: { type: timestamptz, default: null }
                    ids: { type: "bigint[]", default: "" }
                    names: { type: "text[]", default: "" }
                  sql: insert into things values (:small, :id, :n, :flag, :name, :of, :day, :at, :ids, :names) returning id
              """)
          .writes()
          .getFirst();

  private BodyTarget() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Effort.bounded(() -> BodyDoor.read(WRITE, input));
  }
}
