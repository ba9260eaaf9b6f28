package io.plimsoll.local.stack;

import java.sql.Connection;
import java.util.List;
import java.util.Map;

/** Makes a database an origin: roles, publication, heartbeat, triggers. */
@FunctionalInterface
public interface OriginStep {
  /** Does nothing: for a stack without services. */
  OriginStep NONE = (operator, passwords) -> List.of();

  /**
   * Does its work in one go or not at all.
   *
   * @param operator a connection that may create roles and publications
   * @param passwords by role name
   * @return what the user should know
   */
  List<String> apply(Connection operator, Map<String, String> passwords);
}
