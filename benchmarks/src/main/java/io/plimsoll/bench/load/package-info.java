/** A small HTTP/1.1 load generator without coordinated omission, and how it counts. */
@NullMarked
package io.plimsoll.bench.load;

import org.jspecify.annotations.NullMarked;
