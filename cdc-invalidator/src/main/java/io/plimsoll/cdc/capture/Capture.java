package io.plimsoll.cdc.capture;

import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.record.GapCode;
import io.plimsoll.core.record.Invalidation;
import io.plimsoll.core.record.InvalidationCodec;
import io.plimsoll.core.stream.Backoff;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The role {@code capture}: a thread that checks slot and topic, runs Debezium until something
 * fails, and begins again. It stays alive while Postgres or Kafka are away; {@link #problem} tells
 * what is wrong. Thread-safe.
 */
public final class Capture implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Capture.class);
  private static final String SHAPES = "plimsoll.shapes";
  private static final Duration CLOSING = Duration.ofSeconds(30);

  private final CaptureSettings settings;
  private final TagHash hash;
  private final CaptureMeter meter;
  private final InstantSource clock;
  private final InvalidationCodec codec = new InvalidationCodec();
  private final Database database;
  private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private boolean rewound;
  private volatile Optional<String> problem = Optional.of("starting");
  private volatile @Nullable CaptureEngine engine;

  public Capture(
      CaptureSettings settings, TagHash hash, MeterRegistry registry, InstantSource clock) {
    this.settings = settings;
    this.hash = hash;
    this.meter = new CaptureMeter(registry);
    this.clock = clock;
    this.database = new Database(settings);
    this.thread = Thread.ofPlatform().name("capture").daemon(true).unstarted(this::supervise);
  }

  public void start() {
    thread.start();
  }

  /** Why nothing is being captured at the moment; empty while the stream runs. */
  public Optional<String> problem() {
    return problem;
  }

  private void supervise() {
    while (closed.getCount() > 0) {
      try {
        runOnce();
      } catch (CaptureException e) {
        rewound = rewound || e.code().equals(GapCode.ORIGIN_REWOUND.label());
        failed(e.code(), e);
      } catch (KafkaException e) {
        failed("kafka-unavailable", e);
      } catch (InterruptedException e) {
        return; // Only close() interrupts.
      } catch (RuntimeException e) {
        failed("unexpected", e);
      }
      if (pause()) {
        return;
      }
    }
  }

  private void runOnce() throws CaptureException, InterruptedException {
    try (Admin admin =
            Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap()));
        Outlet outlet = new Outlet(settings.bootstrap(), settings.invalidationsTopic(), codec)) {
      Topics topics = new Topics(admin);
      topics.ensureInvalidations(settings.invalidationsTopic());
      Slot slot = new Slot(settings.slot());
      Plan plan = preflight(slot).check(rewound);
      RowTags rowTags = new RowTags(RegisteredShapes.read(database), hash);
      publishGap(plan, rowTags.version(), outlet);
      rewound = false;
      SlotUnmoved startCheck = new SlotUnmoved(database, slot, plan.confirmed());
      stream(plan.resume(), rowTags, startCheck, topics, outlet);
    } finally {
      meter.streaming(false);
    }
  }

  private Preflight preflight(Slot slot) {
    return new Preflight(
        database, slot, new TopicTail(settings.bootstrap(), settings.invalidationsTopic(), codec));
  }

  private void publishGap(Plan plan, String shapes, Outlet outlet)
      throws CaptureException, InterruptedException {
    if (plan.gap().isEmpty()) {
      return;
    }
    Resume resume = plan.resume();
    Invalidation gap =
        new Invalidation.Gap(
            resume.incarnation(), shapes, plan.gap().get().label(), resume.published());
    meter.published(gap);
    outlet.send(gap, List.of());
    outlet.await();
  }

  private void stream(
      Resume resume, RowTags rowTags, SlotUnmoved startCheck, Topics topics, Outlet outlet)
      throws CaptureException, InterruptedException {
    ChangeTopics changeTopics = new ChangeTopics(settings, topics, outlet);
    changeTopics.ensure(published());
    TransactionAssembler assembler = new TransactionAssembler(rowTags, identities(), resume);
    BatchPublisher publisher =
        new BatchPublisher(
            new EventReader(settings.transactionTopic(), settings.messageTopic()),
            assembler,
            changeTopics,
            outlet,
            meter,
            clock,
            startCheck);
    CaptureEngine running =
        new CaptureEngine(DebeziumSettings.of(settings), publisher, this::streaming);
    engine = running;
    if (closed.getCount() > 0) {
      LOG.info("event=capture-start slot={} published={}", settings.slot(), resume.published());
      running.run();
    }
  }

  private Identities identities() throws CaptureException {
    try {
      return new SampledIdentities(database);
    } catch (SQLException e) {
      throw CaptureException.of("cannot read replica identities", e);
    }
  }

  private List<String> published() throws CaptureException {
    try {
      List<String> published = SampledIdentities.published(database, settings.publication());
      if (!published.contains(SHAPES)) {
        throw new CaptureException(
            "postgres-refused",
            "publication \"%1$s\" must have %2$s, or the stream does not tell what is registered: run the setup of infra/postgres again, or alter publication \"%1$s\" add table %2$s"
                .formatted(settings.publication(), SHAPES));
      }
      return published;
    } catch (SQLException e) {
      throw CaptureException.of("cannot read the publication", e);
    }
  }

  private void streaming() {
    problem = Optional.empty();
    backoff.reset();
    meter.streaming(true);
    LOG.info("event=capture-streaming slot={}", settings.slot());
  }

  private void failed(String code, Exception e) {
    if (closed.getCount() == 0) {
      return;
    }
    String message = e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause());
    boolean news = !Optional.of(code).equals(problem.map(text -> text.split(":", 2)[0]));
    problem = Optional.of(code + ": " + e.getMessage());
    meter.restart(code);
    if (news) {
      LOG.warn("event=capture-stopped code={} reason=\"{}\"", code, message);
    }
  }

  /** Whether it was closed meanwhile. */
  private boolean pause() {
    try {
      return closed.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true; // Only close() interrupts.
    }
  }

  /** Ends the stream; what was not acknowledged is read again at the next start. */
  @Override
  public void close() {
    closed.countDown();
    Closing.of(thread, engine, CLOSING);
  }
}
