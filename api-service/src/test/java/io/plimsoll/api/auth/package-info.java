@NullMarked
package io.plimsoll.api.auth;

import org.jspecify.annotations.NullMarked;
