@NullMarked
package io.plimsoll.bench;

import org.jspecify.annotations.NullMarked;
