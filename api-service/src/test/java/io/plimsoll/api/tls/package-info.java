@NullMarked
package io.plimsoll.api.tls;

import org.jspecify.annotations.NullMarked;
