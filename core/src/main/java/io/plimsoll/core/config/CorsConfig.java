package io.plimsoll.core.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** {@code cors.*}: which pages of other origins may read answers; none by default. */
public record CorsConfig(
    @Default("") @Doc("origins whose pages may read answers, `https://app.example.org`, or `*`")
        List<String> origins,
    @Default(
            "Accept,Authorization,Content-Type,If-Match,If-None-Match,Idempotency-Key,Last-Event-ID,"
                + "Plimsoll-After,Plimsoll-Timing")
        @Doc("request headers that such a page may send")
        List<String> headers,
    @Default(
            "ETag,Link,Location,Retry-After,RateLimit,RateLimit-Policy,Cache-Status,Cache-Groups,"
                + "Server-Timing,Plimsoll-Freshness,Plimsoll-Token")
        @Doc("headers of answers that such a page may read")
        List<String> expose,
    @Default("false") @Doc("whether such a page may send cookies and client certificates")
        boolean credentials,
    @Default("10m") @Doc("how long a browser may remember what is allowed") Duration maxAge) {
  private static final Pattern ORIGIN =
      Pattern.compile("https?://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  public CorsConfig {
    origins = List.copyOf(origins);
    headers = List.copyOf(headers);
    expose = List.copyOf(expose);
    origins.forEach(origin ->
        CommonConfig.require(
            origin.equals("*") || ORIGIN.matcher(origin).matches(),
            "origins: must be like https://app.example.org, lower case and without a path, was \""
                + origin
                + "\""));
    CommonConfig.require(
        !credentials || !origins.contains("*"),
        "credentials: must be false where cors.origins has *");
    requireNames(headers, "headers");
    requireNames(expose, "expose");
    CommonConfig.require(!maxAge.isNegative(), "max-age: must not be negative");
  }

  private static void requireNames(List<String> names, String key) {
    names.forEach(name ->
        CommonConfig.require(
            NAME.matcher(name).matches(),
            key + ": must be names of headers, was \"" + name + "\""));
  }
}
