package io.plimsoll.core.cache.contract;

import static io.plimsoll.core.cache.contract.Subject.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Query;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several lookups at once say what each would say by itself. */
interface ManyContract {
  Subject subject();

  private static List<Lookup> all(Subject subject, Query... queries) {
    return subject.cache().lookupAll(List.of(queries)).stream().map(Subject::get).toList();
  }

  private static List<String> says(Subject subject, Query... queries) {
    return all(subject, queries).stream().map(Says::of).toList();
  }

  @Test
  default void lookups_ofSomeThatAreThereAndSomeThatAreNot_areAnsweredInTheirOrder() {
    Subject subject = subject().live();
    Query one = query("k1", "a", "all");
    Query two = query("k2", "b", "all");
    Query three = query("k3", "c", "all");
    subject.fill(one, subject.now(), "one");
    subject.fill(three, List.of("x", "y"), subject.now(), "three");
    assertThat(says(subject, three, two, one)).containsExactly("hit three", "miss miss", "hit one");
    assertThat(says(subject, one)).containsExactly("hit one");
    assertThat(all(subject, three).getFirst())
        .isInstanceOfSatisfying(
            Lookup.Hit.class,
            hit -> {
              assertThat(hit.at()).isEqualTo(subject.admission());
              assertThat(hit.entry().captured()).containsExactly("x", "y");
            });
  }

  @Test
  default void change_ofATag_endsThoseThatHaveIt_andNoOther() {
    Subject subject = subject().live();
    Query one = query("k1", "a");
    Query two = query("k2", "b");
    Query three = query("k3", "c");
    subject.fill(one, List.of("x"), subject.now(), "one");
    subject.fill(two, List.of("y"), subject.now(), "two");
    subject.fill(three, subject.now(), "three");
    subject.change("x");
    assertThat(says(subject, one, two, three))
        .containsExactly("miss invalidated", "hit two", "hit three");
    subject.change("c");
    assertThat(says(subject, one, two, three))
        .containsExactly("miss invalidated", "hit two", "miss invalidated");
    subject.change("b");
    assertThat(says(subject, two)).containsExactly("miss invalidated");
  }

  @Test
  default void lookups_ofACacheThatHasNoState_areBypassesEach() {
    assertThat(says(subject(), query("k1", "a"), query("k2", "b")))
        .containsExactly("bypass no-control", "bypass no-control");
  }
}
