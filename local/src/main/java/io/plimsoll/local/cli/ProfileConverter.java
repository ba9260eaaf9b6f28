package io.plimsoll.local.cli;

import io.plimsoll.local.stack.Profile;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Profiles by their labels. */
final class ProfileConverter implements ITypeConverter<Profile> {
  @Override
  public Profile convert(String value) {
    return Arrays.stream(Profile.values())
        .filter(profile -> profile.label().equals(value))
        .findFirst()
        .orElseThrow(
            () -> new TypeConversionException("must be %s, was %s".formatted(all(), value)));
  }

  private static String all() {
    return Arrays.stream(Profile.values()).map(Profile::label).collect(Collectors.joining(" or "));
  }
}
