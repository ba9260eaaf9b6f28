package io.plimsoll.api.http;

import io.plimsoll.api.problem.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Paths whose percent-encoding is broken: the router would end them without a word. */
final class MalformedPath {
  private MalformedPath() {}

  static boolean is(@Nullable String path) {
    if (path == null) {
      return true;
    }
    for (int i = path.indexOf('%'); i >= 0; i = path.indexOf('%', i + 1)) {
      if (i + 2 >= path.length()
          || Character.digit(path.charAt(i + 1), 16) < 0
          || Character.digit(path.charAt(i + 2), 16) < 0) {
        return true;
      }
    }
    return false;
  }

  static void refuse(HttpServerRequest request) {
    Problem problem = Problem.of(ProblemType.BAD_REQUEST, "The path's percent-encoding is broken");
    request
        .response()
        .setStatusCode(problem.type().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(problem.json().encode());
  }
}
