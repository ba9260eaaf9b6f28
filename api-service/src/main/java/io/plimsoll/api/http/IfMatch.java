package io.plimsoll.api.http;

import io.plimsoll.api.problem.ProblemType;
import io.plimsoll.api.write.Precondition;
import io.plimsoll.core.catalog.Guard;
import io.plimsoll.core.catalog.QueryDef;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header {@code If-Match} of a write, RFC 9110 section 13.1.1, and the query that it is about.
 * Immutable.
 *
 * @param guard what the catalog states for the write
 * @param query the guard's
 */
record IfMatch(Guard guard, QueryDef query) {
  private static final int MOST = 100;

  /** A member of the list and what separates it from the next one. */
  private static final Pattern ENTITY_TAG =
      Pattern.compile("[ \\t]*(W/)?\"([\\x21\\x23-\\x7e]*)\"[ \\t]*(,|$)");

  /**
   * What a write without a guard does with the header: it cannot be kept, so nothing is written.
   */
  static void refuse(List<String> given) {
    if (!given.isEmpty()) {
      throw new ProblemException(
          Problem.of(
              ProblemType.IF_MATCH_UNSUPPORTED,
              "The catalog states no query that If-Match could be about; nothing was written"));
    }
  }

  /**
   * The precondition of a request; a problem where one is missing or malformed.
   *
   * @param given the header's values
   * @param values of the write
   */
  Optional<Precondition> of(List<String> given, RequestValues values) {
    if (given.isEmpty() && guard.required()) {
      throw new ProblemException(
          Problem.of(
              ProblemType.IF_MATCH_REQUIRED,
              "Send If-Match with the ETag of the answer that you change"));
    }
    if (given.isEmpty()) {
      return Optional.empty();
    }
    RequestValues of = values.forQuery(query);
    String text = String.join(",", given).strip();
    Set<String> etags = text.equals("*") ? Set.of() : strong(text);
    return Optional.of(
        new Precondition(query, of.inOrder(query.sql().names()), text.equals("*"), etags));
  }

  /** Weak ones match nothing here. */
  private static Set<String> strong(String text) {
    Set<String> etags = new HashSet<>();
    Matcher member = ENTITY_TAG.matcher(text);
    int at = 0;
    boolean more = true;
    while (more && etags.size() <= MOST && member.find(at) && member.start() == at) {
      if (member.group(1) == null) {
        etags.add(member.group(2));
      }
      at = member.end();
      more = member.group(3).equals(",");
    }
    if (more) {
      throw new ProblemException(
          Problem.of(
              ProblemType.IF_MATCH_INVALID,
              "If-Match must be * or a list of at most %d ETags, each in double quotes"
                  .formatted(MOST)));
    }
    return etags;
  }
}
