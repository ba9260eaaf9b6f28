package io.plimsoll.system.staleness;

import io.plimsoll.local.stack.Service;

/** A connection between two parts of the stack that goes through a proxy. */
enum Link {
  API_REDIS(Service.API, "API to Redis"),
  API_POSTGRES(Service.API, "API to Postgres"),
  API_KAFKA(Service.API, "API to Kafka"),
  /** The first standby. */
  API_STANDBY(Service.API, "API to standby"),
  WORKER_REDIS(Service.CDC, "worker to Redis"),
  WORKER_POSTGRES(Service.CDC, "worker to Postgres"),
  WORKER_KAFKA(Service.CDC, "worker to Kafka");

  private final Service from;
  private final String text;

  Link(Service from, String text) {
    this.from = from;
    this.text = text;
  }

  Service from() {
    return from;
  }

  String text() {
    return text;
  }
}
