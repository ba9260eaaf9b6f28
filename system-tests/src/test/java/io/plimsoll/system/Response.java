package io.plimsoll.system;

import java.net.http.HttpResponse;

/** What the API answered. */
record Response(int status, String body, java.net.http.HttpHeaders headers) {
  static Response of(HttpResponse<String> response) {
    return new Response(response.statusCode(), response.body(), response.headers());
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  boolean hit() {
    return header("Cache-Status").startsWith("plimsoll; hit");
  }

  /** Why it was no hit. */
  String detail() {
    String status = header("Cache-Status");
    int at = status.indexOf("detail=");
    return at < 0 ? "" : status.substring(at + "detail=".length());
  }

  @Override
  public String toString() {
    return status
        + " ["
        + header("Cache-Status")
        + "] ["
        + header("Plimsoll-Freshness")
        + "] "
        + body;
  }
}
