package io.plimsoll.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private final List<String> closed = new ArrayList<>();
  private final Lifecycle lifecycle = new Lifecycle();

  private AutoCloseable part(String name) {
    return () -> closed.add(name);
  }

  @Test
  void close_isInReverseOrder_once() throws Exception {
    lifecycle.closing("a", part("a"));
    lifecycle.closing("b", part("b"));
    lifecycle.close();
    lifecycle.close();
    lifecycle.await();
    assertThat(closed).containsExactly("b", "a");
  }

  @Test
  void close_oneFails_goesOn() {
    lifecycle.closing("a", part("a"));
    lifecycle.closing(
        "bad",
        () -> {
          throw new IllegalStateException("cannot close; this is part of the test");
        });
    lifecycle.close();
    assertThat(closed).containsExactly("a");
  }

  @Test
  void part_registeredAfterTheEnd_isClosedAtOnce() {
    lifecycle.close();
    lifecycle.closing("late", part("late"));
    assertThat(closed).containsExactly("late");
  }
}
