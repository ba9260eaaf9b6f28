package io.plimsoll.system.pgbench;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells of each answer whether Postgres would have given it at some moment from a bound before the
 * question to the answer. Each row in it gives the spans of time in which the row was so; one
 * moment must be in the spans of all, which also finds an answer torn between two transactions.
 */
final class Judge {
  /** The catalog's max-staleness, and what the sockets and the client take. */
  static final Duration BOUND = Duration.ofMillis(2_100);

  private static final Spans NEVER = new Spans(List.of());

  private final Truth truth;
  private final TopJudge top;
  private final JsonMapper json = JsonMapper.builder().build();

  Judge(Truth truth) {
    this.truth = truth;
    this.top = new TopJudge(truth);
  }

  /** One text for each answer that breaks the promise, with all that is known about it. */
  List<String> violations(List<Answer> answers) {
    List<String> violations = new ArrayList<>();
    for (Answer answer : answers) {
      Spans window = window(answer);
      Map<String, Spans> parts = parts(answer);
      if (together(parts).and(window).isEmpty()) {
        violations.add(told(answer, window, parts));
      }
    }
    return violations;
  }

  /** Whether Postgres gives this answer after the last transaction. */
  boolean isLast(Answer answer) {
    return !together(parts(answer)).and(Spans.of(Long.MAX_VALUE, Long.MAX_VALUE)).isEmpty();
  }

  private static Spans window(Answer answer) {
    return Spans.of(micros(answer.asked().minus(BOUND)), micros(answer.answered()));
  }

  static long nowMicros() {
    return micros(Instant.now());
  }

  private static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  private static Spans together(Map<String, Spans> parts) {
    return parts.values().stream().reduce(Spans.ALWAYS, Spans::and);
  }

  private Map<String, Spans> parts(Answer answer) {
    boolean exists =
        switch (answer.question()) {
          case Question.Account account -> account.aid() <= Truth.ACCOUNTS;
          case Question.Branch branch -> branch.bid() <= Truth.BRANCHES;
          case Question.TopAccounts list -> true;
          case Question.History list -> true;
        };
    int expected = exists ? 200 : 404;
    if (answer.status() != expected || !exists) {
      Spans when = answer.status() == expected ? Spans.ALWAYS : NEVER;
      return Map.of("status " + expected, when);
    }
    JsonNode body = json.readTree(answer.body());
    return switch (answer.question()) {
      case Question.Account account -> account(account.aid(), body);
      case Question.Branch branch -> branch(branch.bid(), body);
      case Question.TopAccounts list -> top.parts(list.bid(), body);
      case Question.History list -> history(list.aid(), body);
    };
  }

  private Map<String, Spans> account(int aid, JsonNode body) {
    JsonNode same = json.createObjectNode().put("aid", aid).put("bid", Truth.branchOf(aid));
    int balance = body.path("abalance").asInt();
    return Map.of(
        "account", onlyIf(body, same, "abalance").and(truth.account(aid).when(b -> b == balance)));
  }

  private Map<String, Spans> branch(int bid, JsonNode body) {
    Map<String, Spans> parts = new LinkedHashMap<>();
    int balance = body.path("bbalance").asInt();
    JsonNode same = json.createObjectNode().put("bid", bid).set("tellers", body.path("tellers"));
    parts.put(
        "branch", onlyIf(body, same, "bbalance").and(truth.branch(bid).when(b -> b == balance)));
    JsonNode tellers = body.path("tellers");
    parts.put("tellers", tellers.size() == Truth.TELLERS_OF_A_BRANCH ? Spans.ALWAYS : NEVER);
    int tid = (bid - 1) * Truth.TELLERS_OF_A_BRANCH;
    for (JsonNode teller : tellers) {
      tid++;
      JsonNode number = json.createObjectNode().put("tid", tid);
      int of = teller.path("balance").asInt();
      Spans spans = onlyIf(teller, number, "balance").and(truth.teller(tid).when(b -> b == of));
      parts.put("teller " + tid, spans);
    }
    return parts;
  }

  private Map<String, Spans> history(int aid, JsonNode body) {
    List<HistoryRow> rows = body.valueStream().map(HistoryRow::of).toList();
    return Map.of("rows", truth.history(aid).when(all -> HistoryRow.answer(all).equals(rows)));
  }

  /** Whether an object has these members, and besides only one number. */
  private static Spans onlyIf(JsonNode object, JsonNode members, String number) {
    boolean same =
        object.path(number).isIntegralNumber()
            && object.size() == members.size() + 1
            && members.properties().stream()
                .allMatch(member -> member.getValue().equals(object.path(member.getKey())));
    return same ? Spans.ALWAYS : NEVER;
  }

  private static String told(Answer answer, Spans window, Map<String, Spans> parts) {
    long asked = micros(answer.asked());
    StringBuilder text = new StringBuilder();
    text.append(
        "GET %s asked %s: %d [%s] [%s] %s%n"
            .formatted(
                answer.question().path(),
                answer.asked(),
                answer.status(),
                answer.cacheStatus(),
                answer.freshness(),
                answer.body()));
    text.append("  times relative to the question; allowed ").append(window.relativeTo(asked));
    parts.forEach((part, spans) ->
        text.append("\n  ").append(part).append(" was so ").append(spans.relativeTo(asked)));
    return text.toString();
  }
}
