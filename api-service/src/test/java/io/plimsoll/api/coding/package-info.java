@NullMarked
package io.plimsoll.api.coding;

import org.jspecify.annotations.NullMarked;
