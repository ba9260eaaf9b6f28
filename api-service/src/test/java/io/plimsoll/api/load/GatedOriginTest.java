package io.plimsoll.api.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.api.read.OriginException;
import io.plimsoll.api.read.OriginException.Kind;
import io.plimsoll.api.read.OriginRead;
import io.plimsoll.api.read.ReadRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class GatedOriginTest {
  private static final ReadRequest REQUEST = Reads.request("k");
  private static final OriginRead READ = Reads.answer(REQUEST);

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
