/**
 * What Postgres, Redis and Kafka must be for Plimsoll, and are. For each server one class asks and
 * others judge, which know no connection.
 */
@NullMarked
package io.plimsoll.local.doctor;

import org.jspecify.annotations.NullMarked;
