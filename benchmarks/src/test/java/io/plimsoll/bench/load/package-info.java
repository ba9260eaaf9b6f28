@NullMarked
package io.plimsoll.bench.load;

import org.jspecify.annotations.NullMarked;
