package io.plimsoll.system.pgbench;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** When ten accounts were the richest of a branch: they had so much, and no other had more. */
final class TopJudge {
  private static final int TOP = 10;

  private final Truth truth;

  TopJudge(Truth truth) {
    this.truth = truth;
  }

  private record Ranked(int aid, int balance) {
    /** By balance, the greatest first, then by number. */
    boolean isBefore(Ranked other) {
      return balance == other.balance ? aid < other.aid : balance > other.balance;
    }
  }

  Map<String, Spans> parts(int bid, JsonNode body) {
    List<Ranked> listed =
        body.valueStream()
            .map(row -> new Ranked(row.path("aid").asInt(), row.path("abalance").asInt()))
            .toList();
    if (bid > Truth.BRANCHES) {
      return Map.of("empty list", onlyIf(listed.isEmpty()));
    }
    if (listed.size() != TOP || !isOrdered(listed)) {
      return Map.of("ten in order", onlyIf(false));
    }
    Map<String, Spans> parts = new LinkedHashMap<>();
    Set<Integer> numbers = new HashSet<>();
    for (Ranked row : listed) {
      numbers.add(row.aid);
      Spans ofBranch = onlyIf(Truth.branchOf(row.aid) == bid);
      parts.put(
          "account " + row.aid,
          ofBranch.and(truth.account(row.aid).when(balance -> balance == row.balance)));
    }
    others(bid, numbers, listed.getLast(), parts);
    return parts;
  }

  private static boolean isOrdered(List<Ranked> listed) {
    for (int i = 1; i < listed.size(); i++) {
      if (!listed.get(i - 1).isBefore(listed.get(i))) {
        return false;
      }
    }
    return true;
  }

  private void others(int bid, Set<Integer> listed, Ranked tenth, Map<String, Spans> parts) {
    for (int aid : truth.writtenOf(bid)) {
      if (listed.contains(aid)) {
        continue;
      }
      Predicate<Integer> isAfter = balance -> tenth.isBefore(new Ranked(aid, balance));
      Timeline<Integer> account = truth.account(aid);
      if (!account.when(isAfter.negate()).isEmpty()) {
        parts.put("account %d, not listed,".formatted(aid), account.when(isAfter));
      }
    }
    int first = (bid - 1) * Truth.ACCOUNTS_OF_A_BRANCH + 1;
    int last = first + Truth.ACCOUNTS_OF_A_BRANCH - 1;
    for (int aid = first; aid <= last && new Ranked(aid, 0).isBefore(tenth); aid++) {
      if (!truth.isWritten(aid) && !listed.contains(aid)) {
        parts.put("account %d, not listed, always 0,".formatted(aid), onlyIf(false));
      }
    }
  }

  private static Spans onlyIf(boolean condition) {
    return condition ? Spans.ALWAYS : new Spans(List.of());
  }
}
