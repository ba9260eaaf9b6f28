package io.plimsoll.local.doctor;

/**
 * One thing that was looked at.
 *
 * @param id stable, begins with the server: {@code postgres-wal-level}; several findings may share
 *     one, each of another table or broker
 * @param found what is, in words, without secrets and row values
 * @param wanted what should be
 * @param why what depends on it
 * @param fix what to do, {@link Fix.None} when there is nothing to do
 */
public record Finding(String id, Status status, String found, String wanted, String why, Fix fix) {

  /** {@code postgres}, {@code redis} or {@code kafka}. */
  public String server() {
    return id.substring(0, id.indexOf('-'));
  }
}
