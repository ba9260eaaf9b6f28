/** The contract of every cache, as tests that each cache must pass. */
@NullMarked
package io.plimsoll.core.cache.contract;

import org.jspecify.annotations.NullMarked;
