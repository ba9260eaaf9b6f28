package io.plimsoll.api.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.api.read.OriginException;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.KeyTuple;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CursorCodecTest {
  private static final String LIST = "articles 0123 by \"id\" desc";
  private static final String LIST_SQL =
      """
          sql: select id, at from t
          page: { by: [at, id desc] }
      """;
  private static final String TENANTS_SQL =
      """
          params: { tenant: { type: text, from: key } }
          sql: select id, at from t where owner = :tenant
          page: { by: [at, id desc] }
      """;
  private static final List<String> ROW = List.of("2026-01-31T12:00:00.123456+00:00", "", "ü,\0\"");

  private final CursorCodec codec = new CursorCodec("0123456789abcdef");

  @Test
  void cursor_isReadAsItWasMade_andNeedsNoEscapesInAUrl() {
    String cursor = codec.encode(LIST, ROW);
    assertThat(cursor).matches("[A-Za-z0-9_-]+");
    assertThat(codec.decode(LIST, cursor)).contains(ROW);
  }

  @Test
  void cursor_ofAnotherListOrKey_isNone() {
    String cursor = codec.encode(LIST, ROW);
    assertThat(codec.decode("articles 0124 by \"id\" desc", cursor)).isEmpty();
    assertThat(new CursorCodec("0123456789abcdeg").decode(LIST, cursor)).isEmpty();
  }

  @Test
  void cursor_withAnyBitChanged_orCut_isNone() {
    byte[] good = Base64.getUrlDecoder().decode(codec.encode(LIST, ROW));
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(codec.decode(LIST, Base64.getUrlEncoder().encodeToString(bad))).isEmpty();
    }
    for (int length = 0; length < good.length; length++) {
      byte[] bad = java.util.Arrays.copyOf(good, length);
      assertThat(codec.decode(LIST, Base64.getUrlEncoder().encodeToString(bad))).isEmpty();
    }
  }

  @Test
  void anyText_isNoCursor() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      assertThat(codec.decode(LIST, Base64.getUrlEncoder().encodeToString(bytes))).isEmpty();
      assertThat(codec.decode(LIST, new String(bytes, java.nio.charset.StandardCharsets.UTF_8)))
          .isEmpty();
    }
  }

  @Test
  void valuesThatNoCursorCanHold_areAFaultOfTheList() {
    Cursors cursors = new Cursors(codec);
    ReadRequest page = request(LIST_SQL, null);
    assertThat(codec.decode(scope(page), cursors.of(page, "[\"a\",\"1\"]")))
        .contains(List.of("a", "1"));
    for (String keys : List.of("[null,\"1\"]", "[\"" + "x".repeat(1_001) + "\",\"1\"]")) {
      assertThatThrownBy(() -> cursors.of(page, keys))
          .isInstanceOf(OriginException.class)
          .hasMessageContaining("list cannot be paged")
          .hasMessageContaining(" at ");
    }
  }

  @Test
  void cursor_ofOneTenant_isNoneForAnother() {
    Cursors cursors = new Cursors(codec);
    ReadRequest ours = request(TENANTS_SQL, "acme");
    String cursor = cursors.of(ours, "[\"a\",\"1\"]");
    assertThat(codec.decode(scope(ours), cursor)).isPresent();
    assertThat(codec.decode(scope(request(TENANTS_SQL, "other")), cursor)).isEmpty();
    assertThat(codec.decode(ours.query().paging().orElseThrow().list(), cursor)).isEmpty();
  }

  private static String scope(ReadRequest request) {
    return Cursors.scope(request.query(), request.values());
  }

  private static ReadRequest request(String list, @Nullable String tenant) {
    QueryDef query =
        CatalogParser.parse("catalog.yaml", "queries:\n  list:\n    get: /list\n" + list)
            .queries()
            .getFirst();
    List<@Nullable Object> values = new ArrayList<>();
    if (tenant != null) {
      values.add(tenant);
    }
    values.add(20);
    Query lookup =
        new Query(
            CacheKey.of("list", new KeyTuple()),
            List.of(),
            Duration.ofSeconds(1),
            Duration.ZERO,
            Optional.empty());
    return new ReadRequest(query, values, lookup, true);
  }
}
