/**
 * Always on, at a low rate: asks Postgres again what was served, and judges whether it was allowed.
 */
@NullMarked
package io.plimsoll.api.audit;

import org.jspecify.annotations.NullMarked;
