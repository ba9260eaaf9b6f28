/** What every service process needs: start and stop, health, metrics, the admin port. */
@NullMarked
package io.plimsoll.core.service;

import org.jspecify.annotations.NullMarked;
