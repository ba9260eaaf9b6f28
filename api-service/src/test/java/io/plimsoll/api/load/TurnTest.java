package io.plimsoll.api.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Who is served with whom, and when. */
final class TurnTest {
  private final Queue<Runnable> loop = new ArrayDeque<>();
  private final List<List<String>> served = new ArrayList<>();
  private final Turn<String> turn = new Turn<>(loop::add, served::add);

  private void ends() {
    while (!loop.isEmpty()) {
      loop.remove().run();
    }
  }

  @Test
  void allOfOneTurn_areServedTogether_atItsEnd() {
    assertThat(turn.add("a")).isTrue();
    assertThat(turn.add("b")).isTrue();
    assertThat(turn.size()).isEqualTo(2);
    assertThat(served).isEmpty();
    assertThat(loop).as("one end, however many").hasSize(1);
    ends();
    assertThat(served).containsExactly(List.of("a", "b"));
  }

  @Test
  void nextTurn_beginsAnew() {
    turn.add("a");
    ends();
    turn.add("b");
    ends();
    assertThat(served).containsExactly(List.of("a"), List.of("b"));
    assertThat(turn.size()).isZero();
  }

  @Test
  void endedEarly_isNotEndedTwice_andTheRestIsServedAtTheEnd() {
    turn.add("a");
    turn.end();
    assertThat(served).containsExactly(List.of("a"));
    ends();
    assertThat(served).hasSize(1);
    turn.add("b");
    turn.end();
    turn.add("c");
    ends();
    assertThat(served).containsExactly(List.of("a"), List.of("b"), List.of("c"));
  }

  @Test
  void whoeverComesOfBeingServed_isOfTheNextTurn() {
    List<List<String>> all = new ArrayList<>();
    List<Turn<String>> itself = new ArrayList<>();
    itself.add(
        new Turn<>(
            loop::add,
            some -> {
              all.add(some);
              if (all.size() == 1) {
                itself.getFirst().add("then");
              }
            }));
    itself.getFirst().add("first");
    ends();
    assertThat(all).containsExactly(List.of("first"), List.of("then"));
  }

  @Test
  void loopThatEnds_hasNoOtherTurn() {
    Executor ended =
        task -> {
          throw new RejectedExecutionException("ended");
        };
    Turn<String> last = new Turn<>(ended, served::add);
    assertThat(last.add("a")).isFalse();
    last.end();
    assertThat(served).isEmpty();
  }
}
