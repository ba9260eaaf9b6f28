/** What keeps the service up when more is asked than Postgres or Redis can answer. */
@NullMarked
package io.plimsoll.api.load;

import org.jspecify.annotations.NullMarked;
