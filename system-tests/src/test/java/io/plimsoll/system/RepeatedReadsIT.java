package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.local.stack.Layout;
import io.plimsoll.local.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests that are answered by their bytes: as they are the long way, and never when they must not
 * be.
 */
final class RepeatedReadsIT {
  private static final int CONNECTIONS = 12;
  private static final String COUNT = "plimsoll_http_repeated_total";

  private static final String LOADS = "plimsoll_load_wait_seconds_count{";
  private static final String QUERIES =
      """
      queries:
        shared:
          get: /shared/{id}
          params: { id: bigint }
          sql: select id, title, body from articles where id = :id
          one: true
          cache: redis
        uncached:
          get: /uncached/{id}
          params: { id: bigint }
          sql: select id, title, body from articles where id = :id
          one: true
          cache: none
        quotient:
          get: /quotients/{id}
          params: { id: bigint }
          sql: select 100 / (id - 50) as quotient from articles where id = :id
          one: true
      """;

  private static Articles articles;
  @TempDir private static Path folder;

  @BeforeAll
  static void start() throws IOException {
    String example =
        Files.readString(Layout.find().example("articles").resolve("catalog.yaml"))
            .replaceFirst("(?m)^queries:\\n", Matcher.quoteReplacement(QUERIES));
    articles =
        Articles.start(
            Articles.builder()
                .catalog(Files.writeString(folder.resolve("catalog.yaml"), example))
                .environment(Service.API, "PLIMSOLL_CORS_ORIGINS", "https://app.example.org")
                .environment(Service.API, "PLIMSOLL_COMPRESSION_FROM", "100"));
    articles.untilHit("/articles/1");
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  private static RawConnection connect() {
    return new RawConnection(articles.stack().endpoints().port());
  }

  private static String request(String path, String... headers) {
    return "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
        .formatted(
            path, List.of(headers).stream().map(h -> h + "\r\n").collect(Collectors.joining()));
  }

  private static double repeated() {
    return count(COUNT);
  }

  private static double count(String metric) {
    String line = articles.metric(Service.API, metric);
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  /** Asks until one was answered by its bytes; that one. */
  private static Response repeated(RawConnection connection, String request) {
    for (int i = 0; i < 1_000; i++) {
      double before = repeated();
      Response response = connection.send(request).response();
      if (repeated() > before) {
        return response;
      }
    }
    throw new AssertionError("never answered by its bytes: " + request);
  }

  /** Numbers that go on with time are left out. */
  private static Map<String, List<String>> fields(Response response) {
    Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Set<String> moving = Set.of("age", "date");
    response
        .headers()
        .map()
        .forEach((name, values) ->
            fields.put(
                name,
                values.stream()
                    .map(value ->
                        moving.contains(name.toLowerCase(Locale.ROOT))
                            ? value.replaceAll("[0-9]+", "n").replaceAll("[A-Z][a-z]+", "W")
                            : value
                                .replaceAll("(ttl|age-ms|max-age)=\\d+", "$1=n")
                                .replaceAll("(as-of|read-at)=\"[^\"]*\"", "$1"))
                    .toList()));
    return fields;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Accept-Encoding: gzip",
        "Accept-Encoding: br, zstd;q=0.5",
        "Origin: https://app.example.org",
        "Origin: https://other.example.org",
        "User-Agent: somebody/1.0",
      })
  void saysWhatTheLongWaySays(String header) {
    String[] headers = header.isEmpty() ? new String[0] : new String[] {header};
    String[] andAnother =
        List.of(header.isEmpty() ? "X-A: 1" : header, "X-Other: 1").toArray(new String[0]);
    Map<String, String> places =
        Map.of(
            "/articles/1", "l1",
            "/categories/music/articles?limit=5", "l1",
            "/shared/1", "redis",
            "/uncached/1", "cache-none");
    for (String path : places.keySet()) {
      articles.until(path, r -> r.header("Cache-Status").endsWith("detail=" + places.get(path)));
      try (RawConnection connection = connect()) {
        Response byBytes = repeated(connection, request(path, headers));
        double before = repeated();
        Response decoded = connection.send(request(path, andAnother)).response();
        assertThat(repeated()).isEqualTo(before);
        assertThat(decoded.header("Cache-Status")).endsWith("detail=" + places.get(path));
        assertThat(byBytes.status()).isEqualTo(200);
        assertThat(byBytes.body()).isEqualTo(decoded.body()).isNotEmpty();
        assertThat(fields(byBytes)).isEqualTo(fields(decoded)).containsKey("Vary");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Other: 1",
        "If-None-Match: \"none\"",
        "Accept: text/event-stream",
        "Connection: close",
        "Plimsoll-Timing: 1",
        "Authorization: Bearer any",
        "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "Content-Length: 0",
        "Expect: 100-continue",
        "Host: other",
      })
  void whatAsksForMore_goesTheLongWay(String header) {
    assertThat(answeredByBytes(header)).isZero();
  }

  /** Or the test above would prove nothing. */
  @Test
  void whatAsksForNoMore_inTheSameWay_doesNot() {
    assertThat(answeredByBytes("User-Agent: a client")).isPositive();
  }

  /** It is begun by the bytes and answered the long way: by one statement, and as any other. */
  @ParameterizedTest
  @CsvSource({"/uncached/999999, 404", "/quotients/50, 400"})
  void answerThatNeedsTheLongWay_isOfTheReadUnderWay(String path, int status) {
    try (RawConnection connection = connect()) {
      for (int i = 0; i < 5; i++) {
        double before = count(LOADS);
        Response byBytes = connection.send(request(path)).response();
        assertThat(count(LOADS)).isEqualTo(before + 1);
        Response decoded = connection.send(request(path, "X-Other: 1")).response();
        assertThat(count(LOADS)).as("another request, another read").isEqualTo(before + 2);
        assertThat(byBytes.status()).isEqualTo(decoded.status()).isEqualTo(status);
        Map<String, List<String>> fields = fields(byBytes);
        fields.computeIfPresent("traceparent", (name, own) -> decoded.headers().allValues(name));
        assertThat(fields).isEqualTo(fields(decoded));
      }
    }
  }

  /** While the first is read, the second waits; it has a token, if a wrong one. */
  @Test
  void requestBehindOneThatNeedsTheLongWay_isNotAnsweredByItsRead() {
    String path = "/uncached/999999";
    try (RawConnection connection = connect()) {
      for (int i = 0; i < 30; i++) {
        connection.send(request(path)).send(request(path, "Plimsoll-After: forged"));
        assertThat(connection.response().status()).isEqualTo(404);
        assertThat(connection.response().status()).isEqualTo(400);
      }
    }
  }

  @Test
  void pipelinedRequests_areAnsweredInTheirOrder() {
    String[] paths = {"/shared/11", "/uncached/12", "/articles/13", "/uncached/999999"};
    try (RawConnection connection = connect()) {
      for (int round = 0; round < 20; round++) {
        for (String path : paths) {
          connection.send(request(path));
        }
        for (String path : paths) {
          String id = path.substring(path.lastIndexOf('/') + 1);
          assertThat(connection.response().body()).contains(id);
        }
      }
    }
  }

  /** The service stands still until all have asked, and so each loop reads them in one turn. */
  @ParameterizedTest
  @CsvSource({
    "articles, article, 200",
    "shared, shared, 200",
    "uncached, uncached, 200",
    "uncached, uncached, 404"
  })
  void sameRequestsOfOneTurn_areAnsweredAlike_andEachIsCounted(
      String folder, String query, int status) {
    String request = request("/" + folder + (status == 200 ? "/6" : "/999999"));
    List<RawConnection> connections =
        Stream.generate(RepeatedReadsIT::connect).limit(CONNECTIONS).toList();
    try {
      for (RawConnection connection : connections) {
        connection.send(request).response();
        connection.send(request).response(); // by now its decoder is known to be empty
        connection.send(request).response(); // and the request to its event loop
      }
      double bytes = repeated();
      long counted = counted(query);
      articles.stack().service(Service.API).pause();
      try {
        connections.forEach(connection -> connection.send(request));
      } finally {
        articles.stack().service(Service.API).resume();
      }
      Set<String> bodies = new HashSet<>();
      for (RawConnection connection : connections) {
        Response response = connection.response();
        assertThat(response.status()).as(response.toString()).isEqualTo(status);
        bodies.add(response.body().replaceAll("\"trace.*", ""));
      }
      assertThat(bodies).hasSize(1);
      assertThat(counted(query)).isEqualTo(counted + CONNECTIONS);
      assertThat(repeated()).isEqualTo(bytes + (status == 200 ? CONNECTIONS : 0));
      for (RawConnection connection : connections) {
        assertThat(connection.send(request).response().status()).isEqualTo(status);
      }
    } finally {
      connections.forEach(RawConnection::close);
    }
  }

  /** How many requests of a query the service has counted. */
  private static long counted(String query) {
    JsonNode stats = JsonMapper.shared().readTree(Admin.of(articles).get("/admin/cache").body());
    long sum = 0;
    for (String outcome : List.of("hits", "misses", "bypasses", "errors")) {
      for (JsonNode count : stats.at("/queries/" + query + "/" + outcome)) {
        sum += count.asLong();
      }
    }
    return sum;
  }

  /** Asked on connections of each event loop, as some end with their first answer. */
  private static double answeredByBytes(String header) {
    articles.untilHit("/articles/2");
    double before = repeated();
    for (int i = 0; i < CONNECTIONS; i++) {
      // The first passes before the handler is there, the second shows that the decoder is empty.
      try (RawConnection connection = connect()) {
        connection.send(request("/articles/2", "X-First: 1")).response();
        connection.send(request("/articles/2", "X-First: 1")).response();
        connection.send(request("/articles/2", header)).response();
      }
    }
    return repeated() - before;
  }

  @Test
  void change_isSeen_byConnectionsThatRepeatThemselves() {
    String request = request("/articles/3");
    try (RawConnection connection = connect()) {
      for (int i = 0; i < 5; i++) {
        Response before = repeated(connection, request);
        String title = "Change " + i;
        assertThat(before.body()).doesNotContain(title);
        articles.sql("update articles set title = '%s' where id = 3".formatted(title));
        articles.until("/articles/3", r -> r.hit() && r.body().contains(title));
        assertThat(connection.send(request).response().body()).contains(title);
      }
    }
  }

  @Test
  void switchedOff_theCacheIsPassedBy_alsoForThem() {
    Admin admin = Admin.of(articles);
    String request = request("/articles/5");
    try (RawConnection connection = connect()) {
      repeated(connection, request);
      assertThat(admin.send("POST", "/admin/switch", "{\"cache\":\"off\"}").status())
          .isEqualTo(200);
      try {
        assertThat(connection.send(request).response().detail()).isEqualTo("switched-off");
      } finally {
        assertThat(admin.send("POST", "/admin/switch", "{\"cache\":\"on\"}").status())
            .isEqualTo(200);
      }
      assertThat(repeated(connection, request).hit()).isTrue();
    }
  }

  @Test
  void afterADelete_theAbsence_isTold() {
    String request = request("/articles/44");
    try (RawConnection connection = connect()) {
      assertThat(repeated(connection, request).status()).isEqualTo(200);
      articles.sql("delete from articles where id = 44");
      articles.until("/articles/44", r -> r.hit() && r.status() == 404);
      assertThat(connection.send(request).response().status()).isEqualTo(404);
    }
  }
}
