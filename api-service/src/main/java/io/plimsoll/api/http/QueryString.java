package io.plimsoll.api.http;

import io.plimsoll.api.problem.ProblemType;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/** The query string's parameters. */
final class QueryString {
  private QueryString() {}

  /** Decoded; a problem with status 400 where the percent-encoding is broken. */
  static MultiMap of(RoutingContext ctx) {
    try {
      return ctx.queryParams();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.of(ProblemType.BAD_REQUEST, "The query string's percent-encoding is broken"));
    }
  }
}
