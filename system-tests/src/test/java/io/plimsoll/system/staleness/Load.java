package io.plimsoll.system.staleness;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writers with SQL and through the API, readers of every query, with tokens and without. Bounded in
 * rate; what fails because a part is away is tried again. Ends with {@link #close}.
 */
final class Load implements AutoCloseable {
  private static final int SQL_WRITERS = 2;
  private static final int READERS = 5;
  private static final int ITEMS = 60;
  private static final int BURST = 8;
  private static final long PAUSE_MILLIS = 5;
  private static final int REST_MILLIS = 300;
  private static final long AWAY_MILLIS = 100;

  private final Rig rig;
  private final Http http;
  private final Tasks tasks = new Tasks();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Map<Long, Token> tokens = new ConcurrentHashMap<>();
  private final AtomicLong freshHits = new AtomicLong();
  private final AtomicLong freshFromStandby = new AtomicLong();
  private final AtomicLong unanswered = new AtomicLong();
  private volatile boolean lazily;
  private volatile long freshFrom = Long.MAX_VALUE;

  Load(Rig rig, long seed) {
    this.rig = rig;
    this.http = new Http(rig.stack().endpoints().api());
    Random seeds = new Random(seed);
    for (int i = 0; i < SQL_WRITERS; i++) {
      start(seeds, this::writeSql);
    }
    start(seeds, this::writeApi);
    for (int i = 0; i < READERS; i++) {
      start(seeds, random -> read(random, false));
    }
    start(seeds, random -> read(random, true));
  }

  private interface Task {
    void run(Random random) throws Exception;
  }

  private void start(Random seeds, Task task) {
    Random random = new Random(seeds.nextLong());
    Callable<?> forEver =
        () -> {
          while (!tasks.ending()) {
            task.run(random);
          }
          return null;
        };
    tasks.start(forEver);
  }

  private void writeSql(Random random) throws InterruptedException {
    try (Connection connection = rig.connect()) {
      SqlWriter writer = new SqlWriter(connection, random);
      for (int i = 0; !tasks.ending(); i++) {
        long version = rig.nextVersion();
        writer.write(version, lazily);
        rig.history().acknowledged(version);
        Thread.sleep(i % BURST == 0 ? random.nextInt(REST_MILLIS) : PAUSE_MILLIS);
      }
    } catch (SQLException e) {
      Thread.sleep(AWAY_MILLIS); // cancelled, or Postgres is away
    }
  }

  private void writeApi(Random random) throws InterruptedException {
    long box = 1L + random.nextInt(Unit.BOXES);
    long version = rig.nextVersion();
    try {
      HttpResponse<String> response =
          http.put("/boxes/" + box, "{\"version\":%d}".formatted(version));
      if (response.statusCode() == 200) {
        rig.history().acknowledged(version);
        response
            .headers()
            .firstValue("Plimsoll-Token")
            .ifPresent(text -> tokens.put(box, new Token(box, version, text)));
      }
      Thread.sleep(random.nextInt(50));
    } catch (IOException e) {
      Thread.sleep(AWAY_MILLIS);
    }
  }

  private void read(Random random, boolean withToken) throws InterruptedException {
    List<Kind> kinds = List.of(Kind.values());
    Kind kind = kinds.get(random.nextInt(kinds.size()));
    long id = kind == Kind.ITEM ? random.nextInt(ITEMS) : 1L + random.nextInt(Unit.BOXES);
    Optional<Token> token =
        withToken && kind != Kind.ITEM ? Optional.ofNullable(tokens.get(id)) : Optional.empty();
    try {
      Answer answer = http.get(kind, id, token);
      if (answer.isData()) {
        take(answer);
      } else {
        unanswered.incrementAndGet();
        token.filter(t -> answer.status() == 400).ifPresent(t -> tokens.remove(id, t));
      }
      Thread.sleep(PAUSE_MILLIS);
    } catch (IOException e) {
      unanswered.incrementAndGet();
      Thread.sleep(AWAY_MILLIS);
    }
  }

  private void take(Answer answer) {
    answers.add(answer);
    if (answer.asOf().filter(lsn -> lsn >= freshFrom).isPresent()) {
      freshHits.addAndGet(answer.hit() ? 1 : 0);
      freshFromStandby.addAndGet(answer.fromStandby() ? 1 : 0);
    }
  }

  /** Begins to count answers that have all up to this WAL position. */
  void countFreshFrom(long lsn) {
    freshFrom = Long.MAX_VALUE;
    freshHits.set(0);
    freshFromStandby.set(0);
    freshFrom = lsn;
  }

  /** From a cache. */
  long freshHits() {
    return freshHits.get();
  }

  long freshFromStandby() {
    return freshFromStandby.get();
  }

  /** Whether SQL is committed with {@code synchronous_commit=off} from the next transaction on. */
  void lazily(boolean off) {
    lazily = off;
  }

  /** Takes the answers that have come since the last call. */
  List<Answer> drain() {
    List<Answer> taken = new ArrayList<>();
    for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
      taken.add(answer);
    }
    return taken;
  }

  /** Questions without an answer about the data since the last call. */
  long drainUnanswered() {
    return unanswered.getAndSet(0);
  }

  /** Ends the load and rethrows what went wrong in it. */
  @Override
  public void close() {
    tasks.close();
    http.close();
  }
}
