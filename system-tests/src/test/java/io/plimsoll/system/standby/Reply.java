package io.plimsoll.system.standby;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the API answered. */
record Reply(int status, String body, HttpHeaders headers) {
  private static final Pattern SOURCE = Pattern.compile("source=([^;]+)");

  static Reply of(HttpResponse<String> response) {
    return new Reply(response.statusCode(), response.body(), response.headers());
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  String cacheStatus() {
    return header("Cache-Status");
  }

  /** Where the answer came from: a tier, {@code primary} or a standby's name. */
  String source() {
    Matcher source = SOURCE.matcher(header("Plimsoll-Freshness"));
    return source.find() ? source.group(1) : "";
  }

  boolean fromStandby() {
    return source().startsWith("standby-");
  }

  @Override
  public String toString() {
    return status + " [" + cacheStatus() + "] [" + header("Plimsoll-Freshness") + "] " + body;
  }
}
