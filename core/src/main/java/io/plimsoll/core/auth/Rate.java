package io.plimsoll.core.auth;

import io.plimsoll.core.config.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many requests in how long.
 *
 * @param requests at least 1
 * @param per whole seconds, at least 1 and at most a day
 */
public record Rate(int requests, Duration per) {
  private static final Pattern SYNTAX = Pattern.compile("([1-9][0-9]{0,8})/([0-9]+[a-z]+)");
  private static final Duration LONGEST = Duration.ofDays(1);

  public Rate {
    if (requests < 1
        || per.toSeconds() < 1
        || per.toMillisPart() != 0
        || per.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a rate must be of at least 1 request in 1 s to 1 day, was %d in %s"
              .formatted(requests, per));
    }
  }

  /** Reads {@code 100/1s} or {@code 5000/1h}; empty when the text is no rate. */
  public static Optional<Rate> parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Durations.parse(matcher.group(2))
        .filter(per -> per.toSeconds() >= 1 && per.toMillisPart() == 0)
        .filter(per -> per.compareTo(LONGEST) <= 0)
        .map(per -> new Rate(Integer.parseInt(matcher.group(1)), per));
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return requests + "/" + Durations.format(per);
  }
}
