package io.plimsoll.api.audit;

import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.Origin;
import io.plimsoll.api.read.OriginException;
import io.plimsoll.api.read.OriginRead;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.api.read.RequestLog;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks a few of the served answers after the fact. Each says up to which position of the log all
 * changes that matter are in it. So when Postgres, asked again, answers something else, a change of
 * the answer's tags behind that position must be known; if none is, the claim was false.
 * Thread-safe.
 *
 * <p>It finds what the rules cannot: tags stated wrongly, SQL that depends on more than its tables,
 * and defects of Plimsoll. It may miss one: a later change of the same tags hides it.
 */
public final class Auditor implements RequestLog, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Auditor.class);
  private static final int QUEUE = 16;
  private static final Duration STREAM_PATIENCE = Duration.ofSeconds(5);

  private final RequestLog next;
  private final Origin primary;
  private final ChangeHistory history;
  private final MeterRegistry registry;
  private final AuditTrail trail;
  private final long intervalNanos;
  private final BlockingQueue<Sample> samples = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicLong due = new AtomicLong(System.nanoTime());
  private final Thread thread;

  /**
   * Takes its parts; {@link #start} begins.
   *
   * @param next told of everything too
   * @param perSecond how many answers to check at most
   */
  public Auditor(
      RequestLog next,
      Origin primary,
      ChangeHistory history,
      MeterRegistry registry,
      AuditTrail trail,
      int perSecond) {
    this.next = next;
    this.primary = primary;
    this.history = history;
    this.registry = registry;
    this.trail = trail;
    this.intervalNanos = Duration.ofSeconds(1).toNanos() / perSecond;
    this.thread = Thread.ofVirtual().name("auditor").unstarted(this::run);
    for (Verdict verdict : Verdict.values()) {
      count(verdict, 0);
    }
  }

  public void start() {
    thread.start();
  }

  @Override
  public void answered(ReadRequest request, Answer answer, long startedNanos) {
    next.answered(request, answer, startedNanos);
    long now = System.nanoTime();
    long at = due.get();
    if (now - at >= 0) {
      Optional<Sample> sample = Sample.of(request, answer);
      if (sample.isPresent() && due.compareAndSet(at, now + intervalNanos)) {
        var _ =
            samples.offer(sample.get()); // A full queue drops: an audit never holds anything up.
      }
    }
  }

  @Override
  public void failed(ReadRequest request, Throwable failure, long startedNanos) {
    next.failed(request, failure, startedNanos);
  }

  private void run() {
    try {
      while (true) {
        audit(samples.take());
      }
    } catch (InterruptedException e) {
      log.debug("event=auditor-end"); // Only close() interrupts.
    }
  }

  private void audit(Sample sample) throws InterruptedException {
    try {
      if (!primary.hasRoom()) {
        count(Verdict.UNJUDGEABLE, 1); // Those who wait for an answer come first.
        return;
      }
      judge(sample, primary.read(sample.request()));
    } catch (OriginException e) {
      count(Verdict.UNJUDGEABLE, 1);
      log.debug("event=audit-unjudgeable reason=\"{}\"", e.getMessage());
    }
  }

  private void judge(Sample sample, OriginRead now) throws InterruptedException {
    Verdict verdict = sample.isWhat(now) ? Verdict.SAME : Verdict.of(stretch(sample, now));
    count(verdict, 1);
    if (verdict == Verdict.VIOLATION) {
      trail.violation(sample, now);
    }
  }

  private ChangeHistory.Stretch stretch(Sample sample, OriginRead now) throws InterruptedException {
    return history.await(now, sample.asOf(), sample.tags(), STREAM_PATIENCE);
  }

  private void count(Verdict verdict, int more) {
    registry
        .counter("plimsoll.audit", "verdict", verdict.name().toLowerCase(Locale.ROOT))
        .increment(more);
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      if (!thread.join(STREAM_PATIENCE)) {
        log.error("code=close-timeout thread=auditor limit={}", STREAM_PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
