package io.plimsoll.local.server;

/**
 * One more address of the embedded broker.
 *
 * @param name upper case, not CLIENT or CONTROLLER
 * @param port of 127.0.0.1, where the broker listens
 * @param advertised the port of 127.0.0.1 that clients of this listener are sent to
 */
record BrokerListener(String name, int port, int advertised) {}
