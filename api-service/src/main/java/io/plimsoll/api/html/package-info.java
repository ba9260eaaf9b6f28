/** What the service's own pages have in common. */
@NullMarked
package io.plimsoll.api.html;

import org.jspecify.annotations.NullMarked;
