package io.plimsoll.core.config;

/** What the pools are sized for; the numbers stand with the keys of {@code pool.*}. */
public enum PoolProfile {
  /** A laptop: few connections, patient, and told of those that are held for long. */
  DEV,
  /** A small copy of production. */
  STAGING,
  /** As many connections as the pool may have, kept open. */
  PROD
}
