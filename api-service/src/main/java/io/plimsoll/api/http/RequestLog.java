package io.plimsoll.api.http;

import io.plimsoll.api.read.Answer;
import io.plimsoll.core.catalog.QueryDef;

/** Takes note of what became of each read. Called on event loops: must not block. Thread-safe. */
public interface RequestLog {
  void answered(QueryDef query, Answer answer, long startedNanos);

  void failed(QueryDef query, Throwable failure, long startedNanos);
}
