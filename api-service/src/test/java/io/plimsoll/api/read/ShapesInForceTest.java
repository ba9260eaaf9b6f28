package io.plimsoll.api.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Proof;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TagShape;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ShapesInForceTest {
  private static final TagHash HASH = new TagHash("0123456789abcdef");
  private static final TagShape A = new TagShape("public.a", List.of("id"));
  private static final TagShape B = new TagShape("public.b", List.of("id"));
  private static final TagShape C = new TagShape("public.c", List.of("id"));

  private long nanos;
  private final ShapesInForce shapes = new ShapesInForce(Set.of(A, B), HASH, () -> nanos);

  @Test
  void version_ofASetWithAllOfMine_isAgreed() {
    shapes.learn(List.of(B, A, C));
    assertAgreed(A, B);
    assertAgreed(A, B, C);
  }

  @Test
  void version_ofASetThatLacksOneOfMine_isNot() {
    shapes.learn(List.of(B, A, C));
    assertRefused();
    assertRefused(B);
  }

  @Test
  void version_ofAnotherOrderOfRegistration_isTheSame() {
    shapes.learn(List.of(C, A, B));
    assertAgreed(B, A, C);
  }

  @Test
  void version_ofNoBeginning_isNotKnown() {
    shapes.learn(List.of(A, B, C));
    assertRefused(A, C);
    assertRefused(A, B, C, new TagShape("public.d", List.of("id")));
    assertThat(shapes.agreed("")).isEqualTo(Proof.OTHER_SHAPES);
    assertThat(shapes.agreed("c0ffee")).isEqualTo(Proof.OTHER_SHAPES);
  }

  @Test
  void version_ofAnotherKey_isNotKnown() {
    shapes.learn(List.of(A, B));
    String other = new TagHash("another key of sixteen bytes").version(List.of(A, B));
    assertThat(shapes.agreed(other)).isEqualTo(Proof.OTHER_SHAPES);
  }

  @Test
  void service_withoutKeyedTags_agreesWithEveryBeginning() {
    ShapesInForce none = new ShapesInForce(Set.of(), HASH, () -> nanos);
    none.learn(List.of(A));
    assertThat(none.agreed(HASH.version(List.of()))).isEqualTo(HASH.version(List.of()));
    assertThat(none.agreed(HASH.version(List.of(A)))).isEqualTo(HASH.version(List.of(A)));
  }

  @Test
  void registry_isDueAtFirst_andThenOnlyWhileSomethingIsMissing() {
    assertThat(shapes.due()).isTrue();
    shapes.learn(List.of(A, B));
    pass(Duration.ofMinutes(1));
    assertThat(shapes.due()).isFalse();
    shapes.learn(List.of(A));
    assertThat(shapes.due()).as("mine is not registered").isTrue();
  }

  @Test
  void versionThatIsNotKnown_makesItDue_onceASecond() {
    shapes.learn(List.of(A, B));
    pass(Duration.ofSeconds(1));
    assertThat(shapes.due()).isFalse();
    assertRefused(A, B, C);
    assertThat(shapes.due()).isTrue();
    shapes.learn(List.of(A, B));
    assertRefused(A, B, C);
    assertThat(shapes.due()).isFalse();
    pass(Duration.ofSeconds(1));
    assertThat(shapes.due()).isTrue();
    shapes.learn(List.of(A, B, C));
    assertAgreed(A, B, C);
    pass(Duration.ofSeconds(1));
    assertThat(shapes.due()).isFalse();
  }

  @Test
  void versionThatLacksMine_isNoReasonToReadAgain() {
    shapes.learn(List.of(A, B));
    pass(Duration.ofSeconds(1));
    assertRefused(A);
    assertThat(shapes.due()).isFalse();
  }

  @Test
  void version_whenTheRegistryWasReplaced_isJudgedByTheNewOne() {
    shapes.learn(List.of(A, B));
    shapes.learn(List.of(C));
    assertRefused(A, B);
    assertThat(shapes.due()).isTrue();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private void assertAgreed(TagShape... told) {
    String version = HASH.version(List.of(told));
    assertThat(shapes.agreed(version)).isEqualTo(version);
  }

  private void assertRefused(TagShape... told) {
    assertThat(shapes.agreed(HASH.version(List.of(told)))).isEqualTo(Proof.OTHER_SHAPES);
  }
}
