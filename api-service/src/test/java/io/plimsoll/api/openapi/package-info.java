@NullMarked
package io.plimsoll.api.openapi;

import org.jspecify.annotations.NullMarked;
