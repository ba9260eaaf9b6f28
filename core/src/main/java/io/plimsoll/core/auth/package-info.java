/** API keys as the service and the command line both know them. */
@NullMarked
package io.plimsoll.core.auth;

import org.jspecify.annotations.NullMarked;
