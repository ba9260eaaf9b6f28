package io.plimsoll.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.api.origin.Planned;
import io.plimsoll.api.origin.Standing;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.analysis.ValueSource;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.Parsed;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.TagHash;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which requests share an entry of the cache, and what it depends on. */
final class ReadRequestsTest {
  private static final QueryDef QUERY =
      CatalogParser.parse(
              "test",
              """
              queries:
                batch:
                  get: /batch
                  params:
                    a: { type: "text[]", default: null }
                    b: { type: "text[]", default: null }
                    c: { type: text, default: null }
                    ids: { type: "bigint[]", default: "" }
                  sql: |
                    select 1 from t
                    where id = any(:ids) and (a = any(:a) or b = any(:b) or c = :c)
                    order by array_position(:ids, id)
              """)
          .queries()
          .getFirst();

  private static final TagPlan PLAN =
      new TagPlan(
          new TreeSet<>(Set.of("public.t")),
          List.of(
              new TagPlan.Rows(
                  "public.t",
                  List.of(
                      new TagPlan.Keys(
                          new TreeMap<>(Map.of("id", new ValueSource.Parameter("ids"))))),
                  "t.id = :ids")),
          List.of());

  private TagPlan plan = PLAN;

  private final ReadRequests requests =
      new ReadRequests(
          new TagHash("a key of 16 bytes or more"),
          query -> new Planned("v", new Standing(plan, Optional.empty(), List.of(), List.of())));

  private ReadRequest request(Map<String, String> given) {
    RequestValues values = new RequestValues();
    for (Param param : QUERY.params()) {
      values.take(param, Optional.ofNullable(given.get(param.name())));
    }
    values.check();
    return requests.of(QUERY, values, requests.planned(QUERY));
  }

  private String key(Map<String, String> given) {
    return request(given).lookup().key().toString();
  }

  @Test
  void sameValues_inAnySpelling_shareAKey() {
    assertThat(key(Map.of("ids", "1,2"))).isEqualTo(key(Map.of("ids", "01,2")));
    assertThat(key(Map.of())).as("default").isEqualTo(key(Map.of("ids", "")));
  }

  @Test
  void differentValues_neverShareAKey() {
    List<Map<String, String>> different =
        List.of(
            Map.of(),
            Map.of("a", ""),
            Map.of("b", ""),
            Map.of("c", ""),
            Map.of("a", "x"),
            Map.of("b", "x"),
            Map.of("c", "x"),
            Map.of("a", "x,y"),
            Map.of("a", "y,x"),
            Map.of("a", "x\\,y"),
            Map.of("a", "xy"),
            Map.of("a", "x,x"),
            Map.of("c", "x,y"),
            Map.of("a", "x", "b", "y"),
            Map.of("a", "x,y", "b", ""),
            Map.of("a", "", "b", "x,y"),
            Map.of("a", "null"),
            Map.of("c", "null"),
            Map.of("a", "value,x"),
            Map.of("a", "array of 1,x"),
            Map.of("ids", "1"),
            Map.of("ids", "1,2"),
            Map.of("ids", "2,1"));
    Set<String> keys = new HashSet<>();
    different.forEach(given -> keys.add(key(given)));
    assertThat(keys).hasSameSizeAs(different);
  }

  @Test
  void otherPlan_givesOtherTagsAndAnotherKey() {
    ReadRequest before = request(Map.of("ids", "1"));
    assertThat(request(Map.of("ids", "1")).lookup()).isEqualTo(before.lookup());
    plan = new TagPlan(new TreeSet<>(Set.of("public.t", "public.u")), PLAN.rows(), List.of());
    ReadRequest after = request(Map.of("ids", "1"));
    assertThat(after.lookup().tags()).contains("public.u!").hasSize(4);
    assertThat(after.lookup().key()).isNotEqualTo(before.lookup().key());
  }

  @Test
  void array_isOneTagForEachDistinctElement_andOneValueOfTheStatement() {
    ReadRequest twice = request(Map.of("ids", "1,2,1"));
    assertThat(twice.lookup().tags()).hasSize(4).doesNotHaveDuplicates();
    assertThat(twice.lookup().tags()).containsAll(request(Map.of("ids", "2")).lookup().tags());
    assertThat(request(Map.of()).lookup().tags()).hasSize(2);
    assertThat(QUERY.sql().names()).containsExactly("ids", "a", "b", "c", "ids");
    assertThat(twice.values().getFirst())
        .isInstanceOfSatisfying(
            Parsed.Elements.class,
            ids -> assertThat(ids.canonical()).containsExactly("1", "2", "1"));
    assertThat(twice.values().get(1)).isNull();
  }
}
