/** The catalog as OpenAPI 3.1 tells it: for people, and for makers of clients. */
@NullMarked
package io.plimsoll.api.openapi;

import org.jspecify.annotations.NullMarked;
