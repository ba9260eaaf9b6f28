/** Tests of io.plimsoll.core.catalog. */
@NullMarked
package io.plimsoll.core.catalog;

import org.jspecify.annotations.NullMarked;
