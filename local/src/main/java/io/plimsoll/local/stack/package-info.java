/**
 * The whole system on this machine: servers, origin setup and services, started in parallel and
 * stopped together.
 */
@NullMarked
package io.plimsoll.local.stack;

import org.jspecify.annotations.NullMarked;
