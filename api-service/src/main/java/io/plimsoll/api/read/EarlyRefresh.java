package io.plimsoll.api.read;

import io.plimsoll.core.cache.Lookup;
import java.util.function.DoubleSupplier;

/**
 * Renews an entry before it expires, by chance, the likelier the nearer its end is and the longer
 * its load took; so one reader renews a hot entry and none waits for it. A. Vattani, F.
 * Chierichetti, K. Lowenstein, "Optimal Probabilistic Cache Stampede Prevention", VLDB 2015: renew
 * when {@code −δ β ln u ≥ time left}, δ the load's duration, u uniform in (0, 1].
 *
 * @param beta above 1 renews earlier; 0 never
 * @param random uniform in [0, 1)
 */
record EarlyRefresh(double beta, DoubleSupplier random) {
  boolean due(Lookup.Hit hit) {
    if (beta == 0) {
      return false;
    }
    double leftMicros = hit.ttl().toNanos() / 1_000.0;
    // exp(−40) is nothing: most hits are done without a random number or a logarithm.
    double scale = hit.entry().loadMicros() * beta;
    return leftMicros < 40 * scale && -scale * Math.log(1 - random.getAsDouble()) >= leftMicros;
  }
}
