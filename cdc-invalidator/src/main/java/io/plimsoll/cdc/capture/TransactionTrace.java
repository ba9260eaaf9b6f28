package io.plimsoll.cdc.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.plimsoll.core.trace.TraceParent;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The trace of the transaction that is being read, as Kafka's headers: that of its last message so
 * far. Not thread-safe.
 */
final class TransactionTrace {
  private static final List<Header> NONE = List.of();

  private long xid;
  private List<Header> headers = NONE;

  /** Takes the next event, before it is published. */
  void accept(Captured event) {
    switch (event) {
      case Captured.Trace trace -> {
        xid = trace.xid();
        headers = headers(trace.parent());
      }
      case Captured.Begin() -> headers = NONE;
      case Captured.End end when end.xid() != xid -> headers = NONE;
      case Captured.OfTransaction of when of.xid() != xid -> headers = NONE;
      default -> {
        // It belongs to the same transaction, or to none.
      }
    }
  }

  /** For the rows, the tombstones and the record of the transaction. */
  List<Header> headers() {
    return headers;
  }

  private static List<Header> headers(TraceParent parent) {
    return List.of(new RecordHeader(TraceParent.HEADER, parent.header().getBytes(US_ASCII)));
  }
}
