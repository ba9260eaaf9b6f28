package io.plimsoll.api.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.api.read.Origin;
import io.plimsoll.api.read.OriginException;
import io.plimsoll.api.read.OriginException.Kind;
import io.plimsoll.api.read.OriginRead;
import io.plimsoll.api.read.ReadRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads that wait for the one place are read by one statement, and each gets its own answer. */
final class TogetherTest {
  private SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Database database = new Database();
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private GatedOrigin origin = gated(16);
  private double broughtBefore;

  /** Says what it is asked for; answers with the key. */
  private static final class Database implements Origin {
    final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    volatile CountDownLatch open = new CountDownLatch(0);
    volatile Optional<RuntimeException> failsTogether = Optional.empty();

    @Override
    public Optional<String> statement(ReadRequest request) {
      String key = request.lookup().key().value();
      return key.startsWith("own") ? Optional.empty() : Optional.of(key.substring(0, 1));
    }

    @Override
    public OriginRead read(ReadRequest request) {
      String key = request.lookup().key().value();
      asked.add(key);
      waitForOpen();
      if (key.contains("bad")) {
        throw new OriginException(Kind.REJECTED, key, null);
      }
      return Reads.answer(request);
    }

    @Override
    public List<OriginRead> readAll(List<ReadRequest> requests) {
      List<String> keys = requests.stream().map(r -> r.lookup().key().value()).toList();
      asked.add(keys.toString());
      failsTogether.ifPresent(failure -> {
        throw failure;
      });
      if (keys.stream().anyMatch(key -> key.contains("bad"))) {
        throw new OriginException(Kind.REJECTED, keys.toString(), null);
      }
      return requests.stream().map(Reads::answer).toList();
    }

    private void waitForOpen() {
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private GatedOrigin gated(int together) {
    return new GatedOrigin(
        database, "reader", new Limits(1, 1, 100, Duration.ofMinutes(1), together), registry);
  }

  /** That company is good is known. */
  @BeforeEach
  void warmUp() throws Exception {
    origin.read(Reads.request("a-warm"));
    origin.read(Reads.request("b-warm"));
    for (int i = 0; i < 3; i++) {
      for (Future<String> answer : behindAnother("a-warm", "b-warm", "a-warm", "b-warm")) {
        answer.get();
      }
    }
    database.asked.clear();
    broughtBefore = brought();
  }

  @AfterEach
  void end() {
    database.open.countDown();
    clients.close();
  }

  /** Asks for all in this order while the one place is taken, and then lets them go. */
  private List<Future<String>> behindAnother(String... keys) {
    database.open = new CountDownLatch(1);
    int before = database.asked.size();
    List<Future<String>> answers = new ArrayList<>();
    Stream.concat(Stream.of("a-first"), Stream.of(keys))
        .forEach(key -> {
          int waiting = answers.size();
          answers.add(clients.submit(() -> origin.read(Reads.request(key)).content().etag()));
          await()
              .pollInterval(Duration.ofMillis(1))
              .until(() -> waiting == 0 ? database.asked.size() > before : waiting() == waiting);
        });
    database.open.countDown();
    return answers.subList(1, answers.size());
  }

  private double waiting() {
    return registry.get("plimsoll.load.waiting").gauge().value();
  }

  private double brought() {
    return registry.get("plimsoll.load.together").counter().count();
  }

  private static String failure(Future<String> answer) {
    return String.valueOf(catchThrowable(answer::get).getCause());
  }

  @Test
  void thoseOfOneStatement_areReadByIt_andEachGetsItsOwn() throws Exception {
    String[] keys = {"a1", "b1", "a2", "own", "a3", "b2"};
    List<String> answers = new ArrayList<>();
    for (Future<String> answer : behindAnother(keys)) {
      answers.add(answer.get());
    }
    assertThat(answers).containsExactly(keys);
    assertThat(database.asked).containsExactly("a-first", "[a1, a2, a3]", "[b1, b2]", "own");
    assertThat(brought() - broughtBefore).isEqualTo(3);
  }

  @Test
  void oneThatWaitsAlone_isReadAlone() throws Exception {
    assertThat(behindAnother("a1").getFirst().get()).isEqualTo("a1");
    assertThat(database.asked).containsExactly("a-first", "a1");
  }

  @Test
  void switchedOff_eachIsReadByItself() throws Exception {
    registry = new SimpleMeterRegistry();
    origin = gated(1);
    for (Future<String> answer : behindAnother("a1", "a2")) {
      answer.get();
    }
    assertThat(database.asked).containsExactly("a-first", "a1", "a2");
  }

  @Test
  void whenOneCannotBeRead_theOthersAre_andItAloneIsTold() throws Exception {
    List<Future<String>> answers = behindAnother("a1", "a-bad", "a2");
    assertThat(answers.get(0).get()).isEqualTo("a1");
    assertThat(failure(answers.get(1))).endsWith("OriginException: a-bad");
    assertThat(answers.get(2).get()).isEqualTo("a2");
    assertThat(database.asked).containsExactly("a-first", "[a1, a-bad, a2]", "a-bad", "a2", "a1");
    assertThat(brought()).isEqualTo(broughtBefore);
    for (Future<String> answer : behindAnother("a3", "a4")) {
      answer.get();
    }
    assertThat(database.asked).as("it is not tried again at once").contains("a3", "a4");
  }

  @Test
  void whenTheFirstCannotBeRead_theOthersAre() throws Exception {
    List<Future<String>> answers = behindAnother("a-bad", "a1", "a2");
    assertThat(failure(answers.get(0))).endsWith("OriginException: a-bad");
    assertThat(answers.get(1).get()).isEqualTo("a1");
    assertThat(answers.get(2).get()).isEqualTo("a2");
  }

  @Test
  void databaseThatIsAway_isToldToAll_andNotAskedAgain() {
    database.failsTogether = Optional.of(new OriginException(Kind.UNAVAILABLE, "away", null));
    for (Future<String> answer : behindAnother("a1", "a2", "a3")) {
      assertThat(failure(answer)).endsWith("OriginException: away");
    }
    assertThat(database.asked).containsExactly("a-first", "[a1, a2, a3]");
    assertThat(origin.away()).isPresent();
  }

  @Test
  void faultOfOurOwn_isToldToOne_andLeavesNobodyWaiting() throws Exception {
    database.failsTogether = Optional.of(new IllegalStateException("a bug"));
    List<Future<String>> answers = behindAnother("a1", "a2");
    assertThatThrownBy(answers.get(0)::get).hasMessageContaining("a bug");
    assertThat(answers.get(1).get()).isEqualTo("a2");
    assertThat(origin.read(Reads.request("a9")).content().etag())
        .as("the place is free")
        .isEqualTo("a9");
  }
}
