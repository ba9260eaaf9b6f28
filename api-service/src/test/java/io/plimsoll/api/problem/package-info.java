@NullMarked
package io.plimsoll.api.problem;

import org.jspecify.annotations.NullMarked;
