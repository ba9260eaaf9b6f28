package io.plimsoll.system.pgbench;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a run measured, as one block of text. */
final class Report {
  private final List<Answer> answers;
  private final Truth truth;
  private final JsonNode summary;
  private final String pgbench;

  private Report(List<Answer> answers, Truth truth, JsonNode summary, String pgbench) {
    this.answers = answers;
    this.truth = truth;
    this.summary = summary;
    this.pgbench = pgbench;
  }

  /** Waits until the collector has counted every answer. */
  static Report of(List<Answer> answers, Truth truth, String collector, String pgbench) {
    JsonNode summary =
        await("the collector to count every answer")
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> summary(collector),
                node -> node.at("/all/requests").asLong() >= answers.size());
    return new Report(answers, truth, summary, pgbench);
  }

  private static JsonNode summary(String collector) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI uri = URI.create(collector + "/summary?window=start");
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
      return JsonMapper.shared().readTree(http.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(collector, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String text(long violations) {
    StringBuilder text = new StringBuilder("\npgbench on PostgreSQL 15, read through Plimsoll\n");
    text.append(
        line(
            "pgbench",
            "%s tps, %d transactions, visible at most %d ms after their commit time"
                .formatted(tps(), truth.transactions(), truth.slowestCommitMicros() / 1_000)));
    text.append(line("requests", Integer.toString(answers.size())));
    Map<String, List<Answer>> queries =
        answers.stream()
            .collect(
                Collectors.groupingBy(
                    a -> a.question().query(), TreeMap::new, Collectors.toList()));
    queries.forEach((query, of) -> text.append(line(query, query(of))));
    text.append(line("judged", answers.size() + ", violations " + violations));
    text.append(line("lag", "commit → invalidated " + lag("commit-applied")));
    text.append(line("", "commit → captured " + lag("commit-captured")));
    text.append(line("not hits", notHits()));
    text.append(line("epochs, gaps", "%d, %s".formatted(epochs(), gaps())));
    return text.toString();
  }

  private String query(List<Answer> of) {
    long hits = of.stream().filter(Answer::hit).count();
    long changing = of.stream().filter(answer -> changes(answer.question())).count();
    return String.format(
        Locale.ROOT,
        "%6d requests, %5.1f %% hits, %d about rows that changed",
        of.size(),
        100.0 * hits / of.size(),
        changing);
  }

  private boolean changes(Question question) {
    return switch (question) {
      case Question.Account account -> truth.isWritten(account.aid());
      case Question.Branch branch -> branch.bid() <= Truth.BRANCHES;
      case Question.TopAccounts list -> list.bid() <= Truth.BRANCHES;
      case Question.History list -> truth.isWritten(list.aid());
    };
  }

  private String notHits() {
    return answers.stream()
        .filter(answer -> !answer.hit())
        .collect(
            Collectors.groupingBy(
                answer -> answer.cacheStatus().replaceFirst("^.*detail=", ""),
                TreeMap::new,
                Collectors.counting()))
        .toString();
  }

  private String tps() {
    return pgbench
        .lines()
        .filter(line -> line.startsWith("tps = "))
        .map(line -> line.replaceFirst("tps = (\\d+).*", "$1"))
        .findFirst()
        .orElse("?");
  }

  private String lag(String stage) {
    JsonNode lag = summary.at("/invalidation/lagSeconds/" + stage);
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms, p99 %.1f ms, max %.1f ms",
        lag.path("p50").asDouble() * 1_000,
        lag.path("p99").asDouble() * 1_000,
        lag.path("max").asDouble() * 1_000);
  }

  private long epochs() {
    return summary.at("/invalidation/epochs").asLong();
  }

  private String gaps() {
    return summary.at("/invalidation/gaps").toString();
  }

  private static String line(String name, String value) {
    return "  %-13s %s%n".formatted(name, value);
  }
}
