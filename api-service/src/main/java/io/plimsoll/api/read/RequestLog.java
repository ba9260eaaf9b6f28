package io.plimsoll.api.read;

/** Takes note of what became of each read. Called on event loops: must not block. Thread-safe. */
public interface RequestLog {
  void answered(ReadRequest request, Answer answer, long startedNanos);

  void failed(ReadRequest request, Throwable failure, long startedNanos);
}
