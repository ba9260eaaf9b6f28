@NullMarked
package io.plimsoll.local.server;

import org.jspecify.annotations.NullMarked;
