/**
 * The staleness checker: writers bump versions, readers record what they are answered, faults are
 * injected, and a judge who knows the commit order from a replication slot of its own decides.
 * Begin reading at {@link io.plimsoll.system.staleness.StalenessIT}.
 */
@NullMarked
package io.plimsoll.system.staleness;

import org.jspecify.annotations.NullMarked;
