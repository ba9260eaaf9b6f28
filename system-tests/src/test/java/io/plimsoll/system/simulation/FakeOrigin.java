package io.plimsoll.system.simulation;

import io.plimsoll.api.read.Origin;
import io.plimsoll.api.read.OriginException;
import io.plimsoll.api.read.OriginRead;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.cache.WatermarkGuard;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.freshness.Xid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads of one instance: on a standby when that can satisfy bound and token, else on the primary.
 * Waits before, in between and after, as a thread does for pool, network and processor.
 */
final class FakeOrigin implements Origin {
  private final World world;
  private final Actor actor;
  private final ServerClock clock;
  private final Map<String, WatermarkGuard> guards = new HashMap<>();

  FakeOrigin(World world, Actor actor, ServerClock clock) {
    this.world = world;
    this.actor = actor;
    this.clock = clock;
  }

  @Override
  public OriginRead read(ReadRequest request) {
    Questions.Question question = world.questions().of(request);
    pause();
    Optional<OriginRead> standby = Optional.empty();
    if (!world.standbys().isEmpty() && world.time().chance(0.6)) {
      int chosen = world.time().below(world.standbys().size());
      standby = onStandby(request, question, world.standbys().get(chosen));
    }
    OriginRead read = standby.orElseGet(() -> onPrimary(request, question));
    pause();
    return read;
  }

  private void pause() {
    if (world.time().chance(0.7)) {
      world.time().waitMicros(actor, world.time().delay());
    }
  }

  private Optional<OriginRead> onStandby(
      ReadRequest request, Questions.Question question, Standby standby) {
    Lsn before = new Lsn(standby.replayed());
    pause();
    long[] versions = question.versions(standby::versions);
    Incarnation incarnation = standby.incarnation();
    Optional<Duration> age =
        guards
            .computeIfAbsent(standby.name(), name -> new WatermarkGuard(clock))
            .age(
                new Watermark(Math.max(0, standby.beatMicros()), standby.beatEnd(), Xid.NONE),
                incarnation);
    Lsn lsn = before;
    if (!Rule.replayIsReadBefore()) {
      pause();
      lsn = new Lsn(standby.replayed());
    }
    Stamp stamp =
        Rule.standbysStampByPosition() ? new Stamp.UpTo(lsn) : world.postgres().snapshotOf(standby);
    if (age.isEmpty() || age.get().compareTo(request.lookup().bound()) > 0) {
      return Optional.empty();
    }
    Optional<Token> token = request.lookup().after();
    if (token.isPresent()
        && !(token.get().incarnation().equals(incarnation) && stamp.sees(token.get().mark()))) {
      return Optional.empty();
    }
    world.counts().add("origin.standby");
    return Optional.of(
        read(question, versions, stamp, incarnation, lsn, standby.name(), age.get()));
  }

  private OriginRead onPrimary(ReadRequest request, Questions.Question question) {
    Postgres postgres = world.postgres();
    Stamp before = postgres.snapshot();
    if (!Rule.snapshotIsTheReads()) {
      pause();
    }
    if (!postgres.up()) {
      throw new OriginException(OriginException.Kind.UNAVAILABLE, "down", null);
    }
    long[] versions = question.versions(postgres::versions);
    Incarnation incarnation = postgres.incarnation();
    if (!Rule.snapshotIsTheReads()) {
      pause();
    }
    Stamp stamp = Rule.snapshotIsTheReads() ? before : postgres.snapshot();
    Optional<Token> token = request.lookup().after();
    if (token.isPresent() && !token.get().incarnation().equals(incarnation)) {
      throw new OriginException(OriginException.Kind.TOKEN_INCARNATION, "of another history", null);
    }
    if (token.isPresent() && !stamp.sees(token.get().mark())) {
      throw new OriginException(OriginException.Kind.TOKEN_AHEAD, "not seen", null);
    }
    world.counts().add("origin.primary");
    return read(
        question,
        versions,
        stamp,
        incarnation,
        postgres.position(),
        OriginRead.PRIMARY,
        Duration.ZERO);
  }

  private OriginRead read(
      Questions.Question question,
      long[] versions,
      Stamp stamp,
      Incarnation incarnation,
      Lsn position,
      String source,
      Duration age) {
    String body = Arrays.stream(versions).mapToObj(Long::toString).collect(Collectors.joining(","));
    Content content = new Content(true, body, body.getBytes(StandardCharsets.ISO_8859_1));
    world.trace().note("origin-read", source + " " + stamp.text() + " " + body, 0, 0);
    return new OriginRead(
        content,
        stamp,
        incarnation,
        true,
        position,
        source,
        age,
        1_000,
        question.captured(versions));
  }
}
