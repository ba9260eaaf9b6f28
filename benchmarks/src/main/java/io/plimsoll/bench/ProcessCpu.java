package io.plimsoll.bench;

import java.time.Duration;

/** CPU time, user and system, of another process of the same user. */
public record ProcessCpu(String name, long pid) {

  /**
   * Since its start; in steps of the system's clock tick, 10 ms on Linux.
   *
   * @throws BenchException when the process is gone or not readable
   */
  public Duration total() {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow(() ->
            new BenchException(
                "cannot read the CPU time of %s, process %d: is it running?".formatted(name, pid)));
  }
}
