@NullMarked
package io.plimsoll.api.audit;

import org.jspecify.annotations.NullMarked;
