/** HTTP: routes from the catalog, parameters, headers, problems. */
@NullMarked
package io.plimsoll.api.http;

import org.jspecify.annotations.NullMarked;
