package io.plimsoll.api.live;

import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.OriginException;
import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.core.freshness.Token;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request whose answer streams want, on one event loop. One read at a time; what happens
 * meanwhile makes one more behind it, however much it is.
 *
 * <p>It reads when a change of its tags is told, with the change's token: another cache may not
 * have heard of it yet. And at the latest when the last answer may be older than the query's bound,
 * which is all there is without a cache in the process, or while its stream stands still. An
 * answer's age is an upper bound, so an answer that was right when an earlier one had been received
 * is not older than that one.
 */
final class LiveTopic {
  private static final Logger log = LoggerFactory.getLogger(LiveTopic.class);
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration SHORTEST = Duration.ofMillis(100);

  private final Context context;
  private final ReadThrough reads;
  private final Changes changes;
  private final Function<Optional<Token>, Asked> request;
  private final Set<LiveStream> streams = new LinkedHashSet<>();
  private Changes.@Nullable Watch watch;
  private Optional<Token> wanted = Optional.empty();
  private boolean reading;
  private boolean again;
  private long timer = -1;
  private int hurried;
  private boolean closed;

  /**
   * Without streams yet.
   *
   * @param request as it is now, for a token: its tags change with the schema
   */
  LiveTopic(
      Context context,
      ReadThrough reads,
      Changes changes,
      Function<Optional<Token>, Asked> request) {
    this.context = context;
    this.reads = reads;
    this.changes = changes;
    this.request = request;
  }

  void add(LiveStream stream) {
    streams.add(stream);
    read();
  }

  /** False when it was not there any more. */
  boolean remove(LiveStream stream) {
    return streams.remove(stream);
  }

  boolean isEmpty() {
    return streams.isEmpty();
  }

  List<LiveStream> streams() {
    return new ArrayList<>(streams);
  }

  void close() {
    closed = true;
    if (watch != null) {
      watch.close();
      watch = null;
    }
    context.owner().cancelTimer(timer);
  }

  /** On the follower's thread. */
  private void changed(Optional<Token> by) {
    context.runOnContext(v -> {
      wanted = by;
      hurried = 0;
      read();
    });
  }

  private void read() {
    if (closed) {
      return;
    }
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    again = false;
    context.owner().cancelTimer(timer);
    Optional<Token> after = wanted;
    Asked asked = request.apply(after);
    follow(asked.tags());
    reads
        .read(asked.read())
        .whenComplete((answer, failure) ->
            context.runOnContext(v -> {
              reading = false;
              if (!closed) {
                landed(asked, after, answer, failure);
              }
            }));
  }

  /** Before the read, so that no change between the two is missed. */
  private void follow(List<String> tags) {
    if (watch == null || !watch.isOf(tags)) {
      Changes.Watch next = changes.watch(tags, this::changed);
      if (watch != null) {
        watch.close();
      }
      watch = next;
    }
  }

  private void landed(
      Asked asked, Optional<Token> after, @Nullable Answer answer, @Nullable Throwable failure) {
    boolean settled = false;
    if (answer != null) {
      settled = send(answer) && shows(answer, after);
      if (settled && wanted.equals(after)) {
        wanted = Optional.empty();
      }
    } else {
      if (isOfALostHistory(failure)) {
        wanted = Optional.empty();
      }
      log.debug("code=live-read-failed query={}", asked.read().query().name(), failure);
    }
    if (again) {
      read();
    } else {
      Duration bound = max(asked.read().lookup().bound(), SHORTEST);
      Duration soon = SOON.multipliedBy(1L << Math.min(hurried, 6));
      hurried = settled ? 0 : hurried + 1;
      Duration pause = settled || soon.compareTo(bound) > 0 ? bound : soon;
      timer = context.owner().setTimer(pause.toMillis(), id -> read());
    }
  }

  /** Whether every change up to the token's is in the answer for certain. */
  private static boolean shows(Answer answer, Optional<Token> after) {
    return after.isEmpty()
        || answer
            .asOf()
            .filter(at -> at.compareTo(after.get().mark().commitEnd()) >= 0)
            .isPresent();
  }

  private static boolean isOfALostHistory(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof OriginException origin
        && origin.kind() == OriginException.Kind.TOKEN_INCARNATION;
  }

  /** Whether every stream has it now. */
  private boolean send(Answer answer) {
    long now = System.nanoTime();
    boolean all = true;
    for (LiveStream stream : streams()) {
      if (!stream.admits(answer, now)) {
        all &= stream.has(answer);
      } else if (stream.has(answer)) {
        stream.seen(now);
      } else if (!stream.send(answer, now)) {
        stream.drop();
      }
    }
    return all;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
