/** What operators ask for and switch, on the admin port behind a token. */
@NullMarked
package io.plimsoll.api.admin;

import org.jspecify.annotations.NullMarked;
