/** Tests of io.plimsoll.core.service. */
@NullMarked
package io.plimsoll.core.service;

import org.jspecify.annotations.NullMarked;
