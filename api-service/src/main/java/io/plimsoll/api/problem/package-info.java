/** The kinds of problems that the service answers, each with a page that explains it. */
@NullMarked
package io.plimsoll.api.problem;

import org.jspecify.annotations.NullMarked;
