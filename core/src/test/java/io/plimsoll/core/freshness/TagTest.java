package io.plimsoll.core.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TagTest {
  private static final TagHash HASH = new TagHash("a key of sixteen bytes or more");

  @Test
  void keyed_columnOrder_doesNotMatter() {
    assertThat(new Tag.Keyed("public.t", Map.of("b", "2", "a", "1")))
        .hasToString("public.t{a=1,b=2}");
  }

  @Test
  void keyed_valuesThatLookLikeSyntax_stayApart() {
    Tag one = new Tag.Keyed("public.t", Map.of("a", "1,b=2"));
    Tag two = new Tag.Keyed("public.t", Map.of("a", "1", "b", "2"));
    Tag three = new Tag.Keyed("public.t", Map.of("a", "1\\,b=2"));
    assertThat(List.of(one.toString(), two.toString(), three.toString())).doesNotHaveDuplicates();
  }

  @Test
  void hash_keyed_hidesTheValueAndDependsOnTheKey() {
    Tag tag = new Tag.Keyed("public.users", Map.of("email", "ada@example.org"));
    assertThat(HASH.of(tag)).startsWith("#").hasSize(23).doesNotContain("ada");
    assertThat(HASH.of(tag)).isEqualTo(HASH.of(tag));
    assertThat(new TagHash("another key of sixteen bytes").of(tag)).isNotEqualTo(HASH.of(tag));
  }

  @Test
  void hash_tableTags_stayReadable() {
    assertThat(HASH.of(new Tag.AnyRow("public.t"))).isEqualTo("public.t*");
    assertThat(HASH.of(new Tag.WholeTable("public.t"))).isEqualTo("public.t!");
  }

  @Test
  void version_ofAnotherKey_differs() {
    List<TagShape> shapes = List.of(new TagShape("public.t", List.of("id")));
    assertThat(HASH.version(shapes))
        .isEqualTo(HASH.version(shapes))
        .isNotEqualTo(new TagHash("another key of sixteen bytes").version(shapes))
        .isNotEqualTo(HASH.version(List.of()));
  }

  @Test
  void hash_shortKey_isRefused() {
    assertThatThrownBy(() -> new TagHash("short")).hasMessageContaining("at least 16 bytes, had 5");
  }

  @Test
  void version_orderAndRepetition_doNotMatter() {
    TagShape a = new TagShape("public.t", List.of("y", "x"));
    TagShape b = new TagShape("public.u", List.of("id"));
    assertThat(HASH.version(List.of(a, b)))
        .isEqualTo(HASH.version(List.of(b, new TagShape("public.t", List.of("x", "y")), a)))
        .startsWith("2-")
        .isNotEqualTo(HASH.version(List.of(a)));
  }

  @Test
  void versions_areThoseOfEachBeginning() {
    TagShape a = new TagShape("public.t", List.of("id"));
    TagShape b = new TagShape("public.u", List.of("id"));
    assertThat(HASH.versions(List.of(a, a, b)))
        .containsExactly(
            HASH.version(List.of()),
            HASH.version(List.of(a)),
            HASH.version(List.of(a)),
            HASH.version(List.of(b, a)));
  }

  @Test
  void version_ofNoShapes_tellsTheKeyToo() {
    assertThat(HASH.version(List.of()))
        .isNotEqualTo(new TagHash("another key of sixteen bytes").version(List.of()));
  }

  @Test
  void shape_ofNamesThatLookLikeSyntax_staysApart() {
    TagShape one = new TagShape("public.t", List.of("a,b"));
    TagShape two = new TagShape("public.t", List.of("a", "b"));
    TagShape three = new TagShape("public.t", List.of("a\\,b"));
    assertThat(List.of(one.toString(), two.toString(), three.toString())).doesNotHaveDuplicates();
    assertThat(two).hasToString("public.t{a,b}");
  }

  @Test
  void hash_unknownKey_staysReadableWhileItIsShort() {
    assertThat(HASH.of(new Tag.UnknownKey("public.t", List.of("b", "a"))))
        .isEqualTo("public.t{a,b}!");
    assertThat(HASH.of(new Tag.UnknownKey("public.t", List.of("c".repeat(63), "d".repeat(63)))))
        .startsWith("#")
        .hasSize(23);
  }
}
