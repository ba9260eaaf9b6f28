/** Runs TLC over the model of the freshness protocol in {@code docs/model}. */
@NullMarked
package io.plimsoll.core.model;

import org.jspecify.annotations.NullMarked;
