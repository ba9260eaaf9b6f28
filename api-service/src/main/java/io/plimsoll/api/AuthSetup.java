package io.plimsoll.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.api.auth.KeyAuth;
import io.plimsoll.core.catalog.Access;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.config.ApiConfig;
import io.plimsoll.core.config.ConfigException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether requests need API keys, and whether the catalog was written for that. */
final class AuthSetup {
  private AuthSetup() {}

  /**
   * Empty when none is needed.
   *
   * @throws ConfigException when the catalog asks for what nobody would check
   */
  static Optional<KeyAuth> of(ApiConfig.Auth config, Catalog catalog, MeterRegistry registry) {
    List<String> problems = problems(config, catalog);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return switch (config.mode()) {
      case OFF -> Optional.empty();
      case REQUIRED ->
          Optional.of(new KeyAuth(config.maxStaleness(), InstantSource.system(), registry));
    };
  }

  /** What a catalog asks for that nobody would check, a line each. */
  static List<String> problems(ApiConfig.Auth config, Catalog catalog) {
    List<String> scoped = scoped(catalog);
    return config.mode() == ApiConfig.Auth.Mode.REQUIRED || scoped.isEmpty()
        ? List.of()
        : List.of(
            "auth.mode: must be required, as the catalog has scopes or tenants: "
                + String.join(", ", scoped));
  }

  private static List<String> scoped(Catalog catalog) {
    return Stream.concat(
            catalog.queries().stream()
                .filter(q -> asks(q.access(), q.params()))
                .map(q -> "queries." + q.name()),
            catalog.writes().stream()
                .filter(w -> asks(w.access(), w.params()))
                .map(w -> "writes." + w.name()))
        .toList();
  }

  private static boolean asks(Access access, List<Param> params) {
    return access.scope().isPresent() || params.stream().anyMatch(p -> p.in() == Param.In.KEY);
  }
}
