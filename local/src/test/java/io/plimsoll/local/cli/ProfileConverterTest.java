package io.plimsoll.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.local.stack.Profile;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class ProfileConverterTest {
  private final ProfileConverter converter = new ProfileConverter();

  @Test
  void profile_byItsLabel_isFound() {
    assertThat(converter.convert("default")).isEqualTo(Profile.DEFAULT);
    assertThat(converter.convert("low-latency")).isEqualTo(Profile.LOW_LATENCY);
  }

  @Test
  void profile_unknown_isRefusedWithAllThatAreKnown() {
    assertThatThrownBy(() -> converter.convert("fast"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("must be default or low-latency, was fast");
  }
}
