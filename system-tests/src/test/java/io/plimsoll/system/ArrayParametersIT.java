package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.plimsoll.api.origin.OriginPool;
import io.plimsoll.api.origin.PostgresOrigin;
import io.plimsoll.api.origin.SchemaVersion;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.Parsed;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.local.stack.Service;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the elements of an array are in Postgres: what they were in the request, in order. */
final class ArrayParametersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static Articles articles;
  private static HikariDataSource pool;

  @BeforeAll
  static void start() {
    articles = Articles.start(Articles.builder(new Service[0]));
    pool =
        OriginPool.open(
            new OriginPool.Settings(
                "test",
                articles.stack().endpoints().postgres().jdbcUrl(),
                "plimsoll_reader",
                articles.stack().credentials().reader(),
                1,
                PATIENCE,
                PATIENCE,
                true));
  }

  @AfterAll
  static void stop() {
    pool.close();
    articles.close();
  }

  private static QueryDef query(String type) {
    return CatalogParser.parse(
            "test",
            """
            queries:
              q:
                get: /q
                params: { p: '%s' }
                one: true
                sql: select (:p)::text as p, cardinality(:p) as n from categories limit 1
            """
                .formatted(type))
        .queries()
        .getFirst();
  }

  private static String answer(QueryDef query, @Nullable Object value) {
    ReadRequest request =
        new ReadRequest(
            query,
            Arrays.asList(value, value),
            new Query(new CacheKey("k"), List.of(), query.maxStaleness()),
            false);
    byte[] body =
        new PostgresOrigin(pool, new SchemaVersion(), System::nanoTime)
            .read(request)
            .content()
            .body();
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * Often enough that the driver has it prepared on the server, which it does from the fifth on.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "smallint[]    | 7,-7                                 | {7,-7}                               | 2",
        "int[]         | 2147483647                           | {2147483647}                         | 1",
        "bigint[]      | 3,1,3,9223372036854775807            | {3,1,3,9223372036854775807}          | 4",
        "numeric[]     | 1.50,100                             | {1.5,100}                            | 2",
        "boolean[]     | true,false                           | {t,f}                                | 2",
        "text[]        | NULL,a\\,b,c\\\\,\"x\",{},' or 1=1 --,ü | {\\\"NULL\\\",\\\"a,b\\\",\\\"c\\\\\\\\\\\",\\\"\\\\\\\"x\\\\\\\"\\\",\\\"{}\\\",\\\"' or 1=1 --\\\",ü} | 7",
        "uuid[]        | 123E4567-E89B-12D3-A456-426614174000 | {123e4567-e89b-12d3-a456-426614174000} | 1",
        "date[]        | 2024-02-29,0001-01-01                | {2024-02-29,0001-01-01}              | 2",
        "timestamptz[] | 2026-01-31T12:00:00.123456+02:00     | {\\\"2026-01-31 10:00:00.123456+00\\\"} | 1",
        "text[]        | ``                                   | {}                                   | 0"
      })
  void array_ofEveryType_reachesPostgresAsItIs(String type, String text, String inSql, int size) {
    QueryDef query = query(type);
    Parsed array = query.params().getFirst().parse(text);
    for (int i = 0; i < 7; i++) {
      assertThat(answer(query, array)).isEqualTo("{\"p\":\"%s\",\"n\":%d}".formatted(inSql, size));
    }
    assertThat(answer(query, null)).isEqualTo("{\"p\":null,\"n\":null}");
  }
}
