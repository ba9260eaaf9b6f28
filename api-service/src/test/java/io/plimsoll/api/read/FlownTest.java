package io.plimsoll.api.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.freshness.Xid;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether another request's load will do for this one. */
final class FlownTest {
  private static final Duration BOUND = Duration.ofSeconds(2);
  private static final Incarnation HERE = new Incarnation("i");
  private static final QueryDef ANY =
      CatalogParser.parse(Path.of("../examples/articles/catalog.yaml")).queries().getFirst();

  private static Flown loaded(long startedNanos, Duration age) {
    Stamp stamp = new Stamp.Primary(new Xid(10), new Xid(12), List.of(new Xid(10)));
    Content content = new Content(true, "e", new byte[0]);
    OriginRead read =
        new OriginRead(content, stamp, HERE, true, Lsn.NONE, OriginRead.PRIMARY, age, 0);
    return new Flown.Loaded(read, startedNanos, Optional.empty());
  }

  private static ReadRequest request(Optional<Token> after) {
    Query plain = new Query(new CacheKey("k"), List.of(), BOUND);
    return new ReadRequest(ANY, List.of(), after.map(plain::after).orElse(plain), true);
  }

  private static Token token(long xid, Incarnation incarnation) {
    return new Token(new Mark(new Xid(xid), Lsn.MAX), incarnation);
  }

  @Test
  void loadBegunBefore_suitsUntilItIsOlderThanTheBound() {
    Flown flown = loaded(0, Duration.ZERO);
    assertThat(flown.suits(request(Optional.empty()), 1, BOUND.toNanos())).isTrue();
    assertThat(flown.suits(request(Optional.empty()), 1, BOUND.toNanos() + 1)).isFalse();
  }

  @Test
  void loadBegunAfterTheRequestCame_suits_howeverLongItTook() {
    Flown flown = loaded(5, Duration.ZERO);
    assertThat(flown.suits(request(Optional.empty()), 5, 3 * BOUND.toNanos())).isTrue();
  }

  @Test
  void loadFromALateStandby_isAsOldAsTheStandbyWas() {
    Flown flown = loaded(0, BOUND.minusMillis(1));
    assertThat(flown.suits(request(Optional.empty()), 1, 1)).isTrue();
    assertThat(flown.suits(request(Optional.empty()), 1, Duration.ofMillis(2).toNanos())).isFalse();
  }

  @Test
  void loadThatDoesNotShowTheTokensWrite_doesNotSuit() {
    Flown flown = loaded(0, Duration.ZERO);
    assertThat(flown.suits(request(Optional.of(token(9, HERE))), 0, 0)).isTrue();
    assertThat(flown.suits(request(Optional.of(token(10, HERE))), 0, 0)).as("running").isFalse();
    assertThat(flown.suits(request(Optional.of(token(11, HERE))), 0, 0)).isTrue();
    assertThat(flown.suits(request(Optional.of(token(9, new Incarnation("j")))), 0, 0)).isFalse();
  }
}
