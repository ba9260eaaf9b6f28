/**
 * What API instances count and measure, and how it gets to the collector. Nothing of correctness.
 */
@NullMarked
package io.plimsoll.core.metrics;

import org.jspecify.annotations.NullMarked;
