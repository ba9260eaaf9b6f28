package io.plimsoll.cdc.capture;

import java.io.Serial;

/** Carries a {@link CaptureException} through Debezium's engine, which it ends. */
final class PublishFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final CaptureException failure;

  PublishFailure(CaptureException failure) {
    super(failure.getMessage(), failure);
    this.failure = failure;
  }

  CaptureException failure() {
    return failure;
  }
}
