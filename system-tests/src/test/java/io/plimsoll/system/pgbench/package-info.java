/**
 * Plimsoll on tables that nobody made for it: those of {@code pgbench}, on Debian's PostgreSQL 15.
 */
@NullMarked
package io.plimsoll.system.pgbench;

import org.jspecify.annotations.NullMarked;
