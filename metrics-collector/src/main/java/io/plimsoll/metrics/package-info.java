/** metrics-collector: statistics of all instances from Kafka, merged, for Prometheus and people. */
@NullMarked
package io.plimsoll.metrics;

import org.jspecify.annotations.NullMarked;
