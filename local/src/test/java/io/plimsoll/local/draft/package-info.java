@NullMarked
package io.plimsoll.local.draft;

import org.jspecify.annotations.NullMarked;
