@NullMarked
package io.plimsoll.api.admin;

import org.jspecify.annotations.NullMarked;
