package io.plimsoll.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingTest {
  private static final String SQL = "select *\nfrom t\n\nwhere größe = 1";

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1",
    "7, 1, 8",
    "8, 1, 9",
    "9, 2, 1",
    "14, 2, 6",
    "16, 3, 1",
    "17, 4, 1",
    "22, 4, 6",
    "31, 4, 15",
    "32, 4, 16",
    "99, 4, 16"
  })
  void place_ofACharacter_isCountedFromOne(int index, int line, int column) {
    assertThat(Finding.Place.of(SQL, index)).isEqualTo(new Finding.Place(line, column));
  }

  @Test
  void text_saysWhatWhereAndWhatToDo() {
    Finding finding =
        new Finding("code", "it locks rows", "do not", Optional.of(new Finding.Place(2, 5)));

    assertThat(finding).hasToString("it locks rows (line 2, column 5); do not");
  }

  @Test
  void text_withoutAPlace_saysNone() {
    assertThat(new Finding("code", "it locks rows", "do not", Optional.empty()))
        .hasToString("it locks rows; do not");
  }
}
