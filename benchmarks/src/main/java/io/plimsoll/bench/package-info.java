/**
 * Measures a running stack from outside: HTTP, SQL, Redis and the topics. {@link
 * io.plimsoll.bench.Bench} is the way in.
 */
@NullMarked
package io.plimsoll.bench;

import org.jspecify.annotations.NullMarked;
