@NullMarked
package io.plimsoll.bench.peers;

import org.jspecify.annotations.NullMarked;
