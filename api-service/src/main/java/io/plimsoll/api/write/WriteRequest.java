package io.plimsoll.api.write;

import io.plimsoll.core.catalog.WriteDef;
import io.plimsoll.core.trace.TraceParent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A validated request for a write of the catalog.
 *
 * @param values one for each parameter of the SQL template, in its order, as in a {@link
 *     io.plimsoll.api.read.ReadRequest}
 * @param once the request among its retries; empty when every request is a new one
 * @param condition without which it is not to be done
 * @param trace the client's, which the records of its rows on Kafka continue
 */
public record WriteRequest(
    WriteDef write,
    List<@Nullable Object> values,
    Optional<Idempotency> once,
    Optional<Precondition> condition,
    Optional<TraceParent> trace) {

  /** Whether one statement alone is enough. */
  boolean plain() {
    return once.isEmpty() && condition.isEmpty() && trace.isEmpty();
  }
}
