package io.plimsoll.core.catalog;

import io.plimsoll.core.config.CacheMode;
import io.plimsoll.core.config.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads one of {@code queries}. */
final class QueryReader {
  static final List<String> KEYS =
      List.of(
          "get",
          "params",
          "sql",
          "one",
          "batch",
          "page",
          "ttl",
          "max-staleness",
          "stale-while-revalidate",
          "stale-if-error",
          "cache",
          "max-concurrent",
          "tags",
          "public",
          "scope");

  private static final Duration DEFAULT_TTL = Duration.ofHours(1);
  private static final Duration DEFAULT_STALENESS = Duration.ofSeconds(2);

  private QueryReader() {}

  static Optional<QueryDef> read(String name, YamlValue owner, YamlMap map) {
    int before = owner.problems().count();
    map.allow(KEYS);
    StatementReader.Statement statement =
        new StatementReader(owner, map).read(map.require("get", owner), Param.In.QUERY);
    statement.shape().ifPresent(shape -> check(map.get("sql").orElseThrow(), shape));
    boolean one = map.get("one").map(QueryReader::flag).orElse(false);
    Duration ttl = duration(map, "ttl", DEFAULT_TTL, Duration.ofSeconds(1), Duration.ofDays(30));
    Duration staleness =
        duration(
            map, "max-staleness", DEFAULT_STALENESS, Duration.ofMillis(1), Duration.ofHours(1));
    Duration whileRevalidate = grace(map, "stale-while-revalidate");
    Duration ifError = grace(map, "stale-if-error");
    Optional<CacheMode> cache = map.get("cache").flatMap(QueryReader::mode);
    OptionalInt maxConcurrent =
        map.get("max-concurrent").map(QueryReader::maxConcurrent).orElse(OptionalInt.empty());
    List<KeyedTag> keyed =
        map.get("tags")
            .flatMap(tags -> tags.map("a mapping of tables"))
            .map(new TagsReader(statement.params(), statement.tables())::read)
            .orElse(List.of());
    Access access = AccessReader.read(map, statement.declared());
    if (owner.problems().count() > before) {
      return Optional.empty();
    }
    SqlTemplate sql = statement.template();
    List<Param> params = statement.declared();
    return Optional.of(
        new QueryDef(
            name,
            statement.path().orElseThrow(),
            params,
            sql,
            one,
            ttl,
            staleness,
            whileRevalidate,
            ifError,
            cache,
            maxConcurrent,
            keyed,
            access,
            QueryDef.version(sql, one, params, keyed),
            Optional.empty()));
  }

  private static void check(YamlValue sql, SqlShape shape) {
    if (!shape.reads() || shape.writes()) {
      sql.problem("must only read; put what changes rows into writes");
    } else if (shape.locks()) {
      sql.problem("must not lock rows (FOR UPDATE, FOR SHARE): cached reads are read only");
    } else if (shape.tables().isEmpty()) {
      sql.problem("reads no table by name, so no change could invalidate its answers");
    }
  }

  private static Duration grace(YamlMap map, String key) {
    return duration(map, key, Duration.ZERO, Duration.ZERO, Duration.ofDays(1));
  }

  private static Optional<CacheMode> mode(YamlValue value) {
    String expected = "tiered, redis, memory or none";
    Optional<String> text = value.text(expected);
    Optional<CacheMode> mode = text.flatMap(CacheMode::of);
    if (text.isPresent() && mode.isEmpty()) {
      value.problem("must be " + expected + ", was " + value.shown());
    }
    return mode;
  }

  private static OptionalInt maxConcurrent(YamlValue value) {
    String expected = "a number from 1 to 1000";
    Optional<String> text = value.text(expected);
    if (text.isPresent() && !text.get().matches("[1-9][0-9]{0,2}|1000")) {
      value.problem("must be " + expected + ", was " + value.shown());
      return OptionalInt.empty();
    }
    return text.map(Integer::parseInt).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  static boolean flag(YamlValue value) {
    Optional<String> text = value.text("true or false");
    if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
      value.problem("must be true or false, was " + value.shown());
    }
    return text.filter("true"::equals).isPresent();
  }

  private static Duration duration(
      YamlMap map, String key, Duration fallback, Duration min, Duration max) {
    Optional<YamlValue> value = map.get(key);
    Optional<String> text = value.flatMap(v -> v.text("a duration such as 30s"));
    if (value.isEmpty() || text.isEmpty()) {
      return fallback;
    }
    Optional<Duration> duration = Durations.parse(text.get());
    if (duration.isEmpty()) {
      value.get().problem("must be a duration such as 30s, was " + value.get().shown());
    } else if (duration.get().compareTo(min) < 0 || duration.get().compareTo(max) > 0) {
      value
          .get()
          .problem(
              "must be from %s to %s, was %s"
                  .formatted(Durations.format(min), Durations.format(max), text.get()));
    }
    return duration.orElse(fallback);
  }
}
