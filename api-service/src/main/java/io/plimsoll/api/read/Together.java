package io.plimsoll.api.read;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Loads what a batch has found nowhere by one read of the origin: all parts that are asked for
 * before {@link #begin}. A part that is asked for later, because another request's load did not
 * suit it, is loaded by itself. Thread-safe; never blocks the caller.
 */
final class Together {
  private final Loader loader;
  private final Tiers tiers;
  private final List<Part> parts = new ArrayList<>();
  private boolean begun;

  /**
   * One of them.
   *
   * @param landing is completed with what becomes of it
   */
  record Part(ReadRequest request, Probe probe, CompletableFuture<Flown> landing) {}

  Together(Loader loader, Tiers tiers) {
    this.loader = loader;
    this.tiers = tiers;
  }

  CompletionStage<Flown> load(ReadRequest request, Probe probe) {
    synchronized (this) {
      if (!begun) {
        Part part = new Part(request, probe, new CompletableFuture<>());
        parts.add(part);
        return part.landing();
      }
    }
    return loader.load(request, tiers, probe);
  }

  void begin() {
    synchronized (this) {
      begun = true;
    }
    if (!parts.isEmpty()) {
      loader.fetchAll(parts, tiers);
    }
  }
}
