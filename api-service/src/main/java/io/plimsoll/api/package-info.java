/** The service that answers the catalog's queries over HTTP. */
@NullMarked
package io.plimsoll.api;

import org.jspecify.annotations.NullMarked;
