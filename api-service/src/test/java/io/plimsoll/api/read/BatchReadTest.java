package io.plimsoll.api.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.cache.memory.MemoryCache;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.Xid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches against a real cache; the origin answers when a test lets it. */
final class BatchReadTest {
  private static final QueryDef ANY =
      CatalogParser.parse(Path.of("../examples/articles/catalog.yaml")).queries().getFirst();
  private static final Incarnation HERE = new Incarnation("i");
  private static final TagHash HASH = new TagHash("0123456789abcdef");
  private static final Duration BOUND = Duration.ofSeconds(2);

  private final AtomicLong nanos = new AtomicLong(Duration.ofHours(1).toNanos());
  private final ServerClock clock = new ServerClock(nanos::get);
  private final MemoryCache cache = new MemoryCache(1 << 20, clock, () -> "epoch");
  private final List<Runnable> waiting = new ArrayList<>();
  private final List<List<String>> asked = new ArrayList<>();
  private final ShapesInForce shapes = new ShapesInForce(Set.of(), HASH, nanos::get);
  private Optional<OriginException> failure = Optional.empty();
  private Optional<String> absent = Optional.empty();
  private Position position = new Position("t", 0);
  private long xid = 100;

  private final Origin origin =
      new Origin() {
        @Override
        public OriginRead read(ReadRequest request) {
          return readAll(List.of(request)).getFirst();
        }

        @Override
        public List<OriginRead> readAll(List<ReadRequest> requests) {
          asked.add(requests.stream().map(r -> r.lookup().key().value()).toList());
          if (failure.isPresent()) {
            throw failure.get();
          }
          return requests.stream().map(BatchReadTest.this::row).toList();
        }
      };
  private final ReadThrough reads =
      new ReadThrough(
          List.of(new NamedTier("l1", cache)),
          new ReadThrough.Shared(
              origin,
              new ReadSettings(shapes, 1_000, BOUND, BOUND, 0, 0),
              waiting::add,
              time -> CompletableFuture.completedStage(null),
              nanos::get,
              () -> 0.5));
  private final BatchRead batches = new BatchRead(reads);

  @BeforeEach
  void open() {
    sample();
    shapes.learn(List.of());
    Control control =
        cache.open(HERE, position, Lsn.NONE, HASH.version(List.of())).toCompletableFuture().join();
    assertThat(control.epoch()).isEqualTo("epoch");
    beat();
    ask("nobody");
    runAll();
    beat();
    asked.clear();
  }

  private void sample() {
    clock.sampled(nanos.get() / 1_000, nanos.get());
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    sample();
  }

  private OriginRead row(ReadRequest request) {
    String key = request.lookup().key().value();
    boolean found = absent.stream().noneMatch(key::equals);
    byte[] body = (found ? key + "@" + xid : "").getBytes(StandardCharsets.UTF_8);
    Xid next = new Xid(xid + 1);
    return new OriginRead(
        new Content(found, "etag " + key, body),
        new Stamp.Primary(next, next, List.of()),
        HERE,
        true,
        new Lsn(10 * xid),
        OriginRead.PRIMARY,
        Duration.ZERO,
        1);
  }

  private static ReadRequest request(String key) {
    Query query = new Query(new CacheKey(key), List.of("tag " + key), BOUND);
    return new ReadRequest(ANY, List.of(key), query, true);
  }

  private CompletionStage<List<Answer>> ask(String... keys) {
    return batches.read(Arrays.stream(keys).map(BatchReadTest::request).toList());
  }

  private void runAll() {
    while (!waiting.isEmpty()) {
      waiting.removeFirst().run();
    }
  }

  private List<Answer> answers(String... keys) {
    CompletionStage<List<Answer>> asked = ask(keys);
    runAll();
    return asked.toCompletableFuture().join();
  }

  private static List<String> bodies(List<Answer> answers) {
    return answers.stream()
        .map(a -> new String(a.content().body(), StandardCharsets.UTF_8))
        .toList();
  }

  private static List<Boolean> hits(List<Answer> answers) {
    return answers.stream().map(a -> a.outcome() instanceof Answer.Outcome.Hit).toList();
  }

  private void apply(List<Batch.Change> changes, Optional<Watermark> beat, Optional<Mark> floor) {
    Position next = new Position("t", position.offset() + 1);
    Batch batch = new Batch("epoch", position, next, new Lsn(10 * xid), changes, beat, floor);
    assertThat(cache.apply(batch).toCompletableFuture().join())
        .isInstanceOf(Batch.Outcome.Applied.class);
    position = next;
  }

  private void beat() {
    xid++;
    Mark mark = new Mark(new Xid(xid), new Lsn(10 * xid));
    Watermark watermark =
        new Watermark(clock.now().orElseThrow() + xid, mark.commitEnd(), mark.xid());
    pass(Duration.ofMillis(1));
    apply(List.of(), Optional.of(watermark), Optional.of(mark));
  }

  private void change(String key) {
    xid++;
    Mark mark = new Mark(new Xid(xid), new Lsn(10 * xid));
    Batch.Change change = new Batch.Change(mark, List.of("tag " + key));
    apply(List.of(change), Optional.empty(), Optional.empty());
  }

  @Test
  void several_thatAreNowhere_areReadAtOnce_andStoredEach() {
    assertThat(bodies(answers("a", "b", "c"))).containsExactly("a@102", "b@102", "c@102");
    assertThat(asked).containsExactly(List.of("a", "b", "c"));
    change("b");
    List<Answer> again = answers("c", "b", "a", "d");
    assertThat(bodies(again)).containsExactly("c@102", "b@103", "a@102", "d@103");
    assertThat(hits(again)).containsExactly(true, false, true, false);
    assertThat(asked).last().isEqualTo(List.of("b", "d"));
    assertThat(hits(answers("a", "b", "c", "d"))).containsOnly(true);
    assertThat(reads.read(request("d")).toCompletableFuture().join().outcome())
        .as("the entry of a single object is the same one")
        .isInstanceOf(Answer.Outcome.Hit.class);
  }

  /**
   * The origin has been read; before the answers are stored, a change of b is applied that the read
   * does not show.
   */
  @Test
  void change_betweenTheReadAndTheFill_ofOne_keepsThatOneOut_andNoOther() {
    CompletionStage<List<Answer>> read = batchThatIsChangedWhileItIsRead();
    List<Answer> answers = read.toCompletableFuture().join();
    assertThat(bodies(answers)).containsExactly("a@102", "b@102", "c@102");
    assertThat(answers.stream().map(a -> ((Answer.Outcome.Fetched) a.outcome()).refused()))
        .containsExactly(Optional.empty(), Optional.of(Reason.MARK), Optional.empty());
    List<Answer> again = answers("a", "b", "c");
    assertThat(hits(again)).containsExactly(true, false, true);
    assertThat(bodies(again)).containsExactly("a@102", "b@103", "c@102");
  }

  private CompletionStage<List<Answer>> batchThatIsChangedWhileItIsRead() {
    Origin changed =
        new Origin() {
          @Override
          public OriginRead read(ReadRequest request) {
            throw new AssertionError("one read for all");
          }

          @Override
          public List<OriginRead> readAll(List<ReadRequest> requests) {
            List<OriginRead> before = requests.stream().map(BatchReadTest.this::row).toList();
            change("b");
            return before;
          }
        };
    ReadThrough other =
        new ReadThrough(
            List.of(new NamedTier("l1", cache)),
            new ReadThrough.Shared(
                changed,
                ReadSettings.of(shapes, 1_000),
                Runnable::run,
                time -> CompletableFuture.completedStage(null),
                nanos::get,
                () -> 0.5));
    return new BatchRead(other).read(List.of(request("a"), request("b"), request("c")));
  }

  @Test
  void part_thatIsBeingLoaded_isWaitedFor_andNotLoadedAgain() {
    CompletionStage<Answer> single = reads.read(request("a"));
    CompletionStage<List<Answer>> batch = ask("a", "b");
    CompletionStage<List<Answer>> other = ask("b", "c");
    runAll();
    assertThat(asked).containsExactly(List.of("a"), List.of("b"), List.of("c"));
    assertThat(bodies(batch.toCompletableFuture().join())).containsExactly("a@102", "b@102");
    assertThat(bodies(other.toCompletableFuture().join())).containsExactly("b@102", "c@102");
    assertThat(single.toCompletableFuture().join().content().found()).isTrue();
  }

  /** The one that joined a load from before its time reads again, without the others. */
  @Test
  void part_whoseLoadOfAnotherRequestIsTooOld_isLoadedByItself() {
    CompletionStage<Answer> slow = reads.read(request("a"));
    pass(BOUND.plusMillis(1));
    beat();
    CompletionStage<List<Answer>> batch = ask("a", "b");
    runAll();
    assertThat(slow.toCompletableFuture().join().content().found()).isTrue();
    assertThat(bodies(batch.toCompletableFuture().join())).hasSize(2);
    assertThat(asked).contains(List.of("a"), List.of("b"));
  }

  /** a is a hit; b takes the origin longer than the bound. */
  @Test
  void hit_thatHasGrownTooOldMeanwhile_isReadAgain() {
    answers("a");
    CompletionStage<List<Answer>> batch = ask("a", "b");
    pass(BOUND.plusMillis(1));
    beat();
    change("a");
    runAll();
    List<Answer> answers = batch.toCompletableFuture().join();
    assertThat(bodies(answers)).containsExactly("a@104", "b@104");
    assertThat(answers).allSatisfy(a -> assertThat(a.age()).isLessThanOrEqualTo(BOUND));
  }

  @Test
  void hit_ages_whileTheOthersAreRead() {
    answers("a");
    CompletionStage<List<Answer>> batch = ask("a", "b");
    pass(Duration.ofSeconds(1));
    runAll();
    assertThat(batch.toCompletableFuture().join().getFirst().age())
        .isBetween(Duration.ofSeconds(1), BOUND);
  }

  @Test
  void absence_isStoredToo_andEndsWithTheTag() {
    absent = Optional.of("b");
    assertThat(answers("a", "b")).extracting(a -> a.content().found()).containsExactly(true, false);
    absent = Optional.empty();
    assertThat(hits(answers("a", "b"))).containsOnly(true);
    change("b");
    assertThat(answers("a", "b")).extracting(a -> a.content().found()).containsOnly(true);
  }

  @Test
  void failure_ofTheRead_isThatOfTheBatch_andHoldsNothingUp() {
    failure = Optional.of(new OriginException(OriginException.Kind.UNAVAILABLE, "away", null));
    assertThatThrownBy(() -> answers("a", "b")).hasRootCauseInstanceOf(OriginException.class);
    failure = Optional.empty();
    assertThat(bodies(answers("a", "b"))).containsExactly("a@102", "b@102");
  }

  @Test
  void whole_isAsFreshAsItsOldest_andAHitOnlyIfAllAre() {
    answers("a");
    beat();
    Answer mixed = Whole.of(answers("a", "b"));
    assertThat(mixed.outcome()).isInstanceOf(Answer.Outcome.Fetched.class);
    assertThat(new String(mixed.content().body(), StandardCharsets.UTF_8))
        .isEqualTo("[a@102,b@103]");
    List<Answer> parts = answers("a", "b");
    Answer all = Whole.of(parts);
    assertThat(all.outcome()).isInstanceOf(Answer.Outcome.Hit.class);
    assertThat(all.content().etag()).isEqualTo(mixed.content().etag());
    assertThat(all.asOf()).isPresent();
    assertThat(Whole.of(List.of(parts.get(1), parts.get(0))).content().etag())
        .isNotEqualTo(all.content().etag());
    Answer older =
        new Answer(
            parts.getFirst().content(),
            Optional.of(new Lsn(7)),
            Duration.ofSeconds(9),
            parts.getFirst().outcome(),
            new Answer.Timing(5, 6));
    Answer whole = Whole.of(List.of(parts.get(1), older));
    assertThat(whole.age()).isEqualTo(Duration.ofSeconds(9));
    assertThat(whole.asOf()).contains(new Lsn(7));
    Answer unproven =
        new Answer(
            older.content(), Optional.empty(), Duration.ZERO, older.outcome(), older.timing());
    assertThat(Whole.of(List.of(unproven, older)).asOf()).isEmpty();
  }

  @Test
  void wholeOfWhatIsAbsent_hasNull() {
    absent = Optional.of("b");
    Answer whole = Whole.of(answers("b", "a"));
    assertThat(new String(whole.content().body(), StandardCharsets.UTF_8))
        .isEqualTo("[null,a@102]");
    absent = Optional.empty();
    change("b");
    assertThat(Whole.of(answers("b", "a")).content().etag()).isNotEqualTo(whole.content().etag());
  }
}
