/** A TCP proxy with faults, for tests. */
@NullMarked
package io.plimsoll.system.proxy;

import org.jspecify.annotations.NullMarked;
