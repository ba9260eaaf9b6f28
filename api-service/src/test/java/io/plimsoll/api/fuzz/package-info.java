/** What comes from outside, fuzzed with coverage as the guide; docs/fuzzing.md. */
@NullMarked
package io.plimsoll.api.fuzz;

import org.jspecify.annotations.NullMarked;
