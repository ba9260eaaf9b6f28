/**
 * Plimsoll beside its peers over HTTP: nginx, Varnish and Spring Boot, with wrk as the client of
 * all.
 */
@NullMarked
package io.plimsoll.bench.peers;

import org.jspecify.annotations.NullMarked;
