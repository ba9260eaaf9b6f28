/** Configuration of the services: immutable records read from file, environment and flags. */
@NullMarked
package io.plimsoll.core.config;

import org.jspecify.annotations.NullMarked;
