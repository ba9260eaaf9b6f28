package io.plimsoll.api.admin;

import com.sun.net.httpserver.HttpExchange;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a request to the admin API says. */
final class AdminCall {
  private static final int MAX_BODY = 1 << 20;

  private final HttpExchange exchange;

  AdminCall(HttpExchange exchange) {
    this.exchange = exchange;
  }

  /** A parameter of the query string, decoded; the first of this name. */
  Optional<String> parameter(String name) {
    String query = exchange.getRequestURI().getRawQuery();
    if (query == null) {
      return Optional.empty();
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals >= 0 && pair.substring(0, equals).equals(name)) {
        try {
          return Optional.of(URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          throw AdminProblem.invalid(name + ": its percent-encoding is broken");
        }
      }
    }
    return Optional.empty();
  }

  /** The body as text in UTF-8, at most 1 MiB. */
  String text() throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw new AdminProblem(
          413, "body-too-large", "Body too large", "a body has at most " + MAX_BODY + " bytes");
    }
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body as a JSON object; an absent one is empty. */
  JsonObject json() throws IOException {
    String text = text();
    if (text.isBlank()) {
      return new JsonObject();
    }
    try {
      return new JsonObject(text);
    } catch (DecodeException e) {
      throw AdminProblem.invalid("the body must be a JSON object");
    }
  }
}
