package io.plimsoll.api.http;

import io.plimsoll.api.write.WrittenTags;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.Parsed;
import io.plimsoll.core.catalog.QueryDef;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of a request's parameters; every mistake is collected before the request is refused.
 */
final class RequestValues {
  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, List<String>> canonical = new HashMap<>();
  private final List<Problem.InvalidParam> invalid = new ArrayList<>();

  /** Takes a given text, or the default. */
  void take(Param param, Optional<String> text) {
    Optional<String> given = text.isPresent() ? text : param.fallback();
    if (given.isPresent()) {
      accept(param.name(), param.parse(given.get()));
    } else if (param.required()) {
      refuse(param.name(), param.type().description(), "nothing");
    }
  }

  /** Takes a given array. */
  void take(Param param, List<String> elements) {
    accept(param.name(), param.parse(elements));
  }

  /** An array's values once each, in one order: who asks for the same ones asks the same. */
  void asSet(String name) {
    if (values.get(name) instanceof Parsed.Elements array) {
      accept(name, array.asSet());
    }
  }

  void refuse(String name, String expected, String actual) {
    invalid.add(new Problem.InvalidParam(name, expected, actual));
  }

  /** Throws the collected mistakes, if there are any. */
  void check() {
    if (!invalid.isEmpty()) {
      throw new ProblemException(Problem.invalid(invalid));
    }
  }

  /**
   * In the order of the template's names; null where nothing was given, {@link Parsed.Elements} for
   * an array.
   */
  List<@Nullable Object> inOrder(List<String> names) {
    List<@Nullable Object> ordered = new ArrayList<>(names.size());
    for (String name : names) {
      ordered.add(values.get(name));
    }
    return ordered;
  }

  /**
   * Canonical text by name, an array's of each element in order; a name that is missing is null.
   * After {@link #check} it does not change.
   */
  Map<String, List<String>> canonical() {
    return canonical;
  }

  /** The values of a query whose parameters are this request's of the same name. */
  RequestValues forQuery(QueryDef query) {
    return forQuery(query, Optional.empty());
  }

  /**
   * The values of a query that are this request's of the same name, or else the row's.
   *
   * @param row JSON object
   */
  RequestValues forQuery(QueryDef query, Optional<byte[]> row) {
    JsonObject columns =
        row.map(json -> new JsonObject(Buffer.buffer(json))).orElseGet(JsonObject::new);
    RequestValues of = new RequestValues();
    for (Param param : query.params()) {
      List<String> texts = canonical.get(param.name());
      if (texts != null && param.type().array()) {
        of.take(param, texts);
      } else {
        of.take(
            param,
            Optional.ofNullable(texts)
                .map(List::getFirst)
                .or(() -> WrittenTags.text(columns.getValue(param.name()))));
      }
    }
    of.check();
    return of;
  }

  private void accept(String name, Parsed parsed) {
    switch (parsed) {
      case Parsed.Valid valid -> {
        values.put(name, valid.value());
        canonical.put(name, List.of(valid.canonical()));
      }
      case Parsed.Elements array -> {
        values.put(name, array);
        canonical.put(name, array.canonical());
      }
      case Parsed.Invalid bad -> refuse(name, bad.expected(), bad.actual());
    }
  }
}
