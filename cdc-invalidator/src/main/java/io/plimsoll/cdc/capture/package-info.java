/** Postgres to Kafka: the replication slot, Debezium, change topics and invalidation records. */
@NullMarked
package io.plimsoll.cdc.capture;

import org.jspecify.annotations.NullMarked;
