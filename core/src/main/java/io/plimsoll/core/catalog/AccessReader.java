package io.plimsoll.core.catalog;

import io.plimsoll.core.auth.Scopes;
import java.util.List;
import java.util.Optional;

/** Reads {@code public} and {@code scope}. */
final class AccessReader {
  private AccessReader() {}

  static Access read(YamlMap map, List<Param> params) {
    boolean open = map.get("public").map(QueryReader::flag).orElse(false);
    Optional<YamlValue> scope = map.get("scope");
    Optional<String> name = scope.flatMap(value -> value.text(Scopes.DESCRIPTION));
    name.filter(text -> !Scopes.isName(text))
        .ifPresent(text ->
            scope
                .orElseThrow()
                .problem("must be " + Scopes.DESCRIPTION + ", was " + scope.get().shown()));
    if (open && scope.isPresent()) {
      scope.get().problem("cannot be asked of those who need no key: it is public");
    }
    if (open && params.stream().anyMatch(param -> param.in() == Param.In.KEY)) {
      map.get("public").orElseThrow().problem("must not be true: without a key there is no tenant");
    }
    return new Access(open, name);
  }
}
