package io.plimsoll.core.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A write: one INSERT, UPDATE or DELETE with RETURNING, or a SELECT over such parts.
 *
 * @param access who may write, where API keys are required: never everybody
 * @param status of a success; no row is 404, except for POST
 * @param guard what {@code If-Match} is about; empty where it is not for this write
 * @param writeThrough names of queries whose answers are to be in the caches behind the write
 */
public record WriteDef(
    String name,
    Method method,
    PathTemplate path,
    List<Param> params,
    SqlTemplate sql,
    Access access,
    int status,
    Optional<Guard> guard,
    List<String> writeThrough) {
  public WriteDef {
    params = List.copyOf(params);
    writeThrough = List.copyOf(writeThrough);
  }

  /** HTTP methods of writes; the name is the method's. */
  public enum Method {
    POST,
    PUT,
    PATCH,
    DELETE;

    /** The key in the catalog: {@code post}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Of a success when the catalog states none. */
    int defaultStatus() {
      return this == POST ? 201 : 200;
    }
  }
}
