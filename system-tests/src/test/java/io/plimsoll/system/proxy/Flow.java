package io.plimsoll.system.proxy;

/** A direction of a proxied connection. */
public enum Flow {
  TO_SERVER,
  TO_CLIENT
}
