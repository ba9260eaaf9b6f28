package io.plimsoll.api.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.api.read.OriginException;
import io.plimsoll.api.read.OriginException.Kind;
import io.plimsoll.api.read.OriginRead;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GatedOriginTest {
  private static final QueryDef ANY =
      CatalogParser.parse(Path.of("../examples/articles/catalog.yaml")).queries().getFirst();
  private static final ReadRequest REQUEST =
      new ReadRequest(
          ANY, List.of(), new Query(new CacheKey("k"), List.of(), Duration.ofSeconds(2)), true);
  private static final OriginRead READ =
      new OriginRead(
          new Content(true, "etag", new byte[0]),
          new Stamp.UpTo(new Lsn(1)),
          new Incarnation("i"),
          true,
          new Lsn(1),
          OriginRead.PRIMARY,
          Duration.ZERO,
          1);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Kind failure = Kind.UNAVAILABLE;
  private boolean fails;

  private GatedOrigin gated(int places) {
    return new GatedOrigin(
        request -> {
          if (fails) {
            throw new OriginException(failure, "part of the test", null);
          }
          return READ;
        },
        "reader",
        new Limits(places, places, 0, Duration.ZERO),
        registry);
  }

  private static Kind kindOf(GatedOrigin origin) {
    return catchThrowableOfType(OriginException.class, () -> origin.read(REQUEST)).kind();
  }

  @Test
  void unreachableDatabase_isAway_untilARead() {
    GatedOrigin origin = gated(1);
    assertThat(origin.away()).isEmpty();
    fails = true;
    assertThat(kindOf(origin)).isEqualTo(Kind.UNAVAILABLE);
    assertThat(origin.away()).isPresent();
    fails = false;
    assertThat(origin.read(REQUEST)).isSameAs(READ);
    assertThat(origin.away()).isEmpty();
  }

  @Test
  void refusedStatement_isNotAway_andGivesItsPlaceBack() {
    GatedOrigin origin = gated(1);
    fails = true;
    failure = Kind.BROKEN;
    assertThat(kindOf(origin)).isEqualTo(Kind.BROKEN);
    assertThat(kindOf(origin)).as("the place is free again").isEqualTo(Kind.BROKEN);
    assertThat(origin.away()).isEmpty();
  }

  @Test
  void turnedAway_isOverloaded_countedAndSaysTheNumbers() {
    GatedOrigin origin = gated(0);
    OriginException refused =
        catchThrowableOfType(OriginException.class, () -> origin.read(REQUEST));
    assertThat(refused.kind()).isEqualTo(Kind.OVERLOADED);
    assertThat(refused).hasMessageContaining("0 of 0 places taken, 0 waiting");
    assertThat(registry.get("plimsoll.load.shed").tag("reason", "queue-full").counter().count())
        .isEqualTo(1);
    assertThat(origin.away()).as("nobody has asked it").isEmpty();
  }
}
