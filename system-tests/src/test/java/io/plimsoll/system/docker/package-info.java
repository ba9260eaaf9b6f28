/** Tests that need a Docker engine, tagged {@code docker}: {@code ./plimsoll test --docker}. */
@NullMarked
package io.plimsoll.system.docker;

import org.jspecify.annotations.NullMarked;
