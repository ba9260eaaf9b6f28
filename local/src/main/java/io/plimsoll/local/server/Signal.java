package io.plimsoll.local.server;

/** A signal that kill(1) knows by this name. */
public enum Signal {
  TERM,
  INT,
  QUIT,
  KILL,
  STOP,
  CONT
}
