/** Tests of the whole system: real servers, real services, as a user starts them. */
@NullMarked
package io.plimsoll.system;

import org.jspecify.annotations.NullMarked;
