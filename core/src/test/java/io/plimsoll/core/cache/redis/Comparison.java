package io.plimsoll.core.cache.redis;

import io.plimsoll.core.cache.ReferenceCache;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.memory.MemoryCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Runs many random sequences at once, each in a namespace of its own, over one connection. */
final class Comparison {
  /** Sequences at a time: enough for their commands to travel together. */
  private static final int WORKERS = 96;

  private final RedisConnection connection;
  private final ServerClock clock;
  private final Scripts scripts;
  private final Map<String, LongAdder> seen = new ConcurrentSkipListMap<>();
  private final LongAdder ran = new LongAdder();
  private final AtomicReference<Optional<Throwable>> failure =
      new AtomicReference<>(Optional.empty());

  /**
   * Prepares one.
   *
   * @param clock the connection's; it stands still, so that only what a sequence does counts
   */
  Comparison(RedisConnection connection, ServerClock clock, Scripts scripts) {
    this.connection = connection;
    this.clock = clock;
    this.scripts = scripts;
  }

  /** How many sequences came to their end without a difference. */
  long ran() {
    return ran.sum();
  }

  /** How often each kind of answer came. */
  Map<String, LongAdder> seen() {
    return seen;
  }

  /** Runs until one differs; that one is returned. */
  Optional<Throwable> run(long seed, long sequences) {
    load();
    AtomicLong next = new AtomicLong();
    List<Future<?>> workers = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < WORKERS; i++) {
        workers.add(
            pool.submit(() -> {
              for (long n = next.getAndIncrement();
                  n < sequences && found().isEmpty();
                  n = next.getAndIncrement()) {
                one(seed + n);
              }
            }));
      }
    }
    workers.forEach(Future::resultNow);
    return found();
  }

  /** A script that the server does not know is sent again, behind what was sent after it. */
  private void load() {
    for (Script script : List.of(scripts.fill(), scripts.apply(), scripts.open())) {
      connection.call(redis -> redis.scriptLoad(script.source())).toCompletableFuture().join();
    }
  }

  private Optional<Throwable> found() {
    return failure.get();
  }

  private void one(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Transcript transcript = new Transcript(seed, this::count);
    Lossy lossy = Lossy.of(connection, "s" + seed, scripts);
    Optional<MemoryCache> memory =
        random.nextInt(4) == 0
            ? Optional.empty()
            : Optional.of(new MemoryCache(1 << 20, clock, () -> UUID.randomUUID().toString()));
    Trio trio = new Trio(new ReferenceCache(clock), lossy, memory, transcript);
    try {
      new Sequence(random, new World(random, clock, "i" + seed), trio).run();
      transcript.add(() -> "clean up", "lost", lossy.removeAll());
      transcript.check();
      ran.increment();
    } catch (AssertionError | RuntimeException e) {
      failure.compareAndSet(Optional.empty(), Optional.of(e));
    }
  }

  /** The kind of an answer: its words without what only one answer has. */
  private void count(String said) {
    int detail = said.startsWith("hit ") ? "hit".length() : said.indexOf(" at ");
    String what = detail < 0 ? said : said.substring(0, detail);
    String kind =
        what.equals("hit") && !said.contains(" of [] at ") ? "hit by captured tags" : what;
    if (kind.indexOf('|') < 0) {
      seen.computeIfAbsent(kind, k -> new LongAdder()).increment();
    }
  }
}
