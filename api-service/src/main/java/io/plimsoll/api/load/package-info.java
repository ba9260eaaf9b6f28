/** What keeps the service up when more is asked than Postgres can answer. */
@NullMarked
package io.plimsoll.api.load;

import org.jspecify.annotations.NullMarked;
