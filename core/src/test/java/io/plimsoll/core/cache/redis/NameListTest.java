package io.plimsoll.core.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NameListTest {
  @Test
  void names_ofTableAndKeyedTags_stayAsTheyAre() {
    assertThat(NameList.encode(List.of("public.articles{id}!", "#QUJDREVGR0hJSktMTU5PUA")))
        .isEqualTo("public.articles{id}!,#QUJDREVGR0hJSktMTU5PUA,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "|", "%", "%2c", "a b", "\n", "\0", "é", "日本", "𝄞", "\u007f"})
  void name_ofAnyCharacters_isReadAsItWas_andIsOneFieldOfAscii(String name) {
    String field = NameList.encode(List.of("first", name, "last"));
    assertThat(NameList.decode(field)).containsExactly("first", name, "last");
    assertThat(field).matches("[!-{}~]*").hasSize(2 + field.replace(",", "").length() + 1);
  }

  @Test
  void noNames_areAnEmptyField() {
    assertThat(NameList.encode(List.of())).isEmpty();
    assertThat(NameList.decode("")).isEmpty();
  }
}
