package io.plimsoll.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.api.origin.Planned;
import io.plimsoll.api.origin.Standing;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.TagHash;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class KnownReadTest {
  private static final QueryDef QUERY =
      CatalogParser.parse(
              "test",
              """
              queries:
                q:
                  get: /q
                  sql: select id from t
              """)
          .queries()
          .getFirst();

  private final AtomicReference<Planned> planned = new AtomicReference<>(planned("v1", null));
  private final ReadRequests requests =
      new ReadRequests(new TagHash("a key of 16 bytes or more"), query -> planned.get());
  private final KnownRead read = new KnownRead(QUERY, new RequestValues(), Optional.empty());

  private static Planned planned(
      String version, @org.jspecify.annotations.Nullable String obstacle) {
    return new Planned(
        version,
        new Standing(TagPlan.NOTHING, Optional.ofNullable(obstacle), List.of(), List.of()));
  }

  @Test
  void request_whileTheQueryStandsTheSame_isMadeOnce() {
    ReadRequest first = read.request(requests);
    planned.set(new Planned("v1", planned.get().standing()));

    assertThat(read.request(requests)).isSameAs(first);
  }

  @Test
  void request_afterAnotherCheck_isMadeAnew() {
    assertThat(read.request(requests).cacheable()).isTrue();
    planned.set(planned("v1", "it reads a table that is not published"));

    assertThat(read.request(requests).cacheable()).isFalse();
  }

  @Test
  void request_underAnotherVersionOfTheSchema_isForThatOne() {
    read.request(requests);
    planned.set(new Planned("v2", planned.get().standing()));

    assertThat(read.request(requests).isPlannedFor("v2")).isTrue();
    assertThat(read.request(requests).isPlannedFor("v1")).isFalse();
  }
}
