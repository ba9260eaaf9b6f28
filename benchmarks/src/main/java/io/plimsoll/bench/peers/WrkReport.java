package io.plimsoll.bench.peers;

import io.plimsoll.bench.BenchException;
import java.util.Arrays;

/**
 * What a run of wrk told.
 *
 * @param requests that were answered, whatever the status
 * @param micros how long it took
 * @param p50Micros from request to answer; a closed loop's, so a lower bound of what a user waits
 * @param refused answers with a status of 400 or above
 * @param broken connections that failed, answers that did not come in 10 s
 */
record WrkReport(
    long requests, long micros, long p50Micros, long p99Micros, long refused, long broken) {
  private static final String LINE = "report ";
  private static final int NUMBERS = 6;
  private static final double MICROS = 1e6;

  /**
   * Reads the line that report.lua prints.
   *
   * @throws BenchException when it is missing, with what was said instead
   */
  static WrkReport parse(String said) {
    long[] numbers =
        said.lines()
            .filter(line -> line.startsWith(LINE))
            .findFirst()
            .map(line ->
                Arrays.stream(line.substring(LINE.length()).split(" ", -1))
                    .mapToLong(Long::parseLong)
                    .toArray())
            .orElseThrow(() -> new BenchException("wrk gave no result, it said: " + said));
    if (numbers.length != NUMBERS) {
      throw new BenchException("wrk gave %d numbers, not %d".formatted(numbers.length, NUMBERS));
    }
    return new WrkReport(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
  }

  double perSecond() {
    return requests * MICROS / micros;
  }

  /** Answers that were not refused. */
  double goodPerSecond() {
    return (requests - refused) * MICROS / micros;
  }
}
