@NullMarked
package io.plimsoll.api.http;

import org.jspecify.annotations.NullMarked;
