package io.plimsoll.local.stack;

/**
 * Where a service finds the servers: at their own addresses, or at those of something between, such
 * as a proxy with faults. Asked once for each service, before anything is started. Kafka's clients
 * go where the broker says it is: whatever stands before it needs a listener of its own, {@link
 * io.plimsoll.local.server.EmbeddedKafka#listener}.
 */
@FunctionalInterface
public interface Links {
  /** Each service is told where the servers are. */
  Links DIRECT = (service, real) -> real;

  /** The endpoints to configure the service with. */
  Endpoints seenBy(Service service, Endpoints real);
}
