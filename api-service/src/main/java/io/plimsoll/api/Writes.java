package io.plimsoll.api;

import com.zaxxer.hikari.HikariDataSource;
import io.plimsoll.api.write.IdempotencyPurge;
import io.plimsoll.api.write.OriginWriter;
import io.plimsoll.core.config.ApiConfig;
import io.plimsoll.core.service.Lifecycle;

/** Wires what writes. */
final class Writes {
  private Writes() {}

  static OriginWriter open(ApiConfig.Writes config, HikariDataSource pool, Lifecycle lifecycle) {
    lifecycle.closing("idempotency purge", IdempotencyPurge.start(pool, config.idempotencyKeep()));
    return new OriginWriter(pool, config.idempotencyKeep(), config.idempotencyWait());
  }
}
