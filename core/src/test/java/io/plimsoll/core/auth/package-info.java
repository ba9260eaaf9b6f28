@NullMarked
package io.plimsoll.core.auth;

import org.jspecify.annotations.NullMarked;
