package io.plimsoll.bench;

import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Proof;
import io.plimsoll.core.cache.redis.RedisCache;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the check of the snapshot costs: fills with it and without it, in turns, on the stack's
 * Redis in a partition of the bench's own, whose stripes are as full as busy tags' are. And the
 * whole miss, lookup, statement and fill, both ways.
 */
record FillCost(BenchTarget target, Database database, Redis redis, BenchOptions options) {
  /** In each stripe that an answer's tags fall into. A stripe holds 128 to 256 when it is busy. */
  private static final int MARKS = 192;

  private static final int KEYS = 5_000;
  private static final Duration TTL = Duration.ofMinutes(1);
  private static final double LIMIT_PERCENT = 5;

  /** Where Postgres stands. */
  private record Now(Stamp.Primary snapshot, Incarnation incarnation) {}

  Section measure(byte[] body, List<Long> articles) throws InterruptedException {
    try (OwnRedis own = new OwnRedis(target)) {
      Now now = now();
      Xid newest = new Xid(now.snapshot().xmin().value() - 1);
      Partition partition =
          Partition.open(own.cache(), now.incarnation(), MARKS, newest, own.timeMicros());
      UncheckedFill unchecked =
          new UncheckedFill(own.connection(), OwnRedis.NAMESPACE, partition.admission().epoch());
      Section.Builder section =
          Section.of(
              "Checked fill against unchecked fill, CPU of client and servers, %d rounds in turns; the bar is on the whole miss (lookup, statement, fill; without HTTP)"
                  .formatted(options.shortRounds()));
      fills(section, own.cache(), unchecked, partition, now, body);
      misses(section, own.cache(), unchecked, articles);
      return section.build();
    } catch (SQLException e) {
      throw new BenchException("cannot measure fills: " + e.getMessage(), e);
    }
  }

  private void fills(
      Section.Builder section,
      RedisCache cache,
      UncheckedFill unchecked,
      Partition partition,
      Now now,
      byte[] body)
      throws InterruptedException {
    Proof settled = new Proof(now.snapshot(), now.incarnation(), Partition.SHAPES);
    Proof heldBack =
        new Proof(heldBack(now.snapshot().xmin()), now.incarnation(), Partition.SHAPES);
    Content content = new Content(true, "bench", body);
    Rival without =
        new Rival(
            "fill alone, unchecked",
            time -> Pipeline.run(time, n -> unchecked.fill(fill(n, partition, settled, content))));
    Rival with =
        new Rival(
            "fill alone, checked",
            time -> Pipeline.run(time, n -> checked(cache, fill(n, partition, settled, content))));
    Rival scanning =
        new Rival(
            "…, xmin held back: the marks searched",
            time -> Pipeline.run(time, n -> checked(cache, fill(n, partition, heldBack, content))));
    Rival.alternate(
        List.of(without, with, scanning),
        options.shortRounds(),
        options.shortRound(),
        new CpuClock().and("Redis", redis::cpu));
    List.of(without, with, scanning).forEach(rival -> rival.figures(section));
    section
        .figure("fill alone", "the check", percent(with, without), "% CPU more")
        .figure(
            "fill alone", "when the marks are searched", percent(scanning, without), "% CPU more")
        .bar(
            Bar.none(
                "fills that were not stored",
                without.failed() + with.failed() + scanning.failed()));
  }

  private void misses(
      Section.Builder section, RedisCache cache, UncheckedFill unchecked, List<Long> articles)
      throws SQLException, InterruptedException {
    AtomicLong next = new AtomicLong(KEYS);
    try (MissTeam plain = team(unchecked::fill, cache, false, articles, next);
        MissTeam proven = team(unchecked::fill, cache, true, articles, next);
        MissTeam whole = team(fill -> checked(cache, fill), cache, true, articles, next)) {
      Rival without = new Rival("whole miss, unchecked", plain::run);
      Rival statement = new Rival("…, statement with the snapshot", proven::run);
      Rival with = new Rival("…, and fill checked", whole::run);
      Rival.alternate(
          List.of(without, statement, with),
          options.shortRounds(),
          options.shortRound(),
          new CpuClock()
              .and("Redis", redis::cpu)
              .and(
                  "Postgres",
                  () -> plain.backends().plus(proven.backends()).plus(whole.backends())));
      List.of(without, statement, with).forEach(rival -> rival.figures(section));
      section
          .figure("whole miss", "the statement's part", percent(statement, without), "% CPU more")
          .figure("whole miss", "the fill's part", percent(with, statement), "% CPU more")
          .bar(
              Bar.atMost(
                  "CPU of a miss with all of the check, more than without",
                  percent(with, without),
                  LIMIT_PERCENT,
                  "%"))
          .bar(
              Bar.none(
                  "misses that were not stored",
                  without.failed() + statement.failed() + with.failed()));
    }
  }

  private MissTeam team(
      Misser.Filling filling,
      RedisCache cache,
      boolean proven,
      List<Long> articles,
      AtomicLong next)
      throws SQLException {
    return new MissTeam(() -> new Misser(database, cache, filling, proven), articles, next);
  }

  private static double percent(Rival with, Rival without) {
    return (with.cpuMicros() / without.cpuMicros() - 1) * 100;
  }

  private static CompletionStage<Boolean> checked(RedisCache cache, Fill fill) {
    return cache.fill(fill).thenApply(Fill.Outcome.Stored.class::isInstance);
  }

  private static Fill fill(long n, Partition partition, Proof proof, Content content) {
    return new Fill(
        Partition.question(n % KEYS),
        partition.admission(),
        proof,
        content,
        TTL,
        Duration.ofMillis(1));
  }

  /** A transaction older than all marks still runs: it is searched for in all of them. */
  private static Stamp.Primary heldBack(Xid xmin) {
    Xid running = new Xid(xmin.value() - 1 - MARKS);
    return new Stamp.Primary(running, xmin, List.of(running));
  }

  private Now now() throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement select =
            connection.prepareStatement(
                "select pg_current_snapshot()::text, token from plimsoll.incarnation");
        ResultSet row = select.executeQuery()) {
      row.next();
      return new Now(Stamp.Primary.parse(row.getString(1)), new Incarnation(row.getString(2)));
    }
  }
}
