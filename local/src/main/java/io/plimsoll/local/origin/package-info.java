/** Prepares a Postgres for Plimsoll by the SQL files that an operator may run as well. */
@NullMarked
package io.plimsoll.local.origin;

import org.jspecify.annotations.NullMarked;
