/**
 * The real protocol code under a virtual clock: one thread, a seeded scheduler, and Postgres, Kafka
 * and Redis played by fakes that fail. See docs/simulation.md.
 */
@NullMarked
package io.plimsoll.system.simulation;

import org.jspecify.annotations.NullMarked;
