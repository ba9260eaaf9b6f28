/**
 * Servers and services as child processes of this JVM: started, paused, killed and restarted on the
 * same port and data.
 */
@NullMarked
package io.plimsoll.local.server;

import org.jspecify.annotations.NullMarked;
