package io.plimsoll.core.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Queries of Plimsoll's own, over its own tables, which no catalog may name. They are cached and
 * invalidated like any other, and have no path.
 */
public final class OwnQuery {
  private OwnQuery() {}

  /**
   * Makes one whose parameters are texts and whose answer is one object.
   *
   * @param name not one that a catalog could have: it begins with {@code _}
   * @param params their names
   */
  public static QueryDef one(
      String name, String sql, List<String> params, Duration ttl, Duration maxStaleness) {
    List<Param> texts = params.stream().map(OwnQuery::text).toList();
    Map<String, ValueType> types =
        texts.stream().collect(Collectors.toMap(Param::name, Param::type));
    try {
      List<SqlScanner.Piece> pieces = SqlScanner.scan(sql);
      SqlTemplate template = SqlTemplate.of(sql, pieces, SqlShape.of(pieces), types);
      return new QueryDef(
          name,
          new PathTemplate(List.of()),
          texts,
          template,
          true,
          ttl,
          maxStaleness,
          Duration.ZERO,
          Duration.ZERO,
          Optional.empty(),
          OptionalInt.empty(),
          List.of(),
          Access.ANY_KEY,
          QueryDef.version(template, true, texts, List.of()),
          Optional.empty());
    } catch (SqlException e) {
      throw new IllegalArgumentException(name + ": " + sql, e);
    }
  }

  private static Param text(String name) {
    return new Param(
        name,
        new ValueType(ParamType.TEXT, false),
        Param.In.QUERY,
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
