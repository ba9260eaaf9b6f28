package io.plimsoll.api.http;

import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.WriteDef;
import io.vertx.core.json.JsonObject;

/** Bodies as a write reads them. */
public final class BodyDoor {
  private BodyDoor() {}

  /** Reads the parameters, or finds the problem; both must be possible to write down. */
  public static void read(WriteDef write, byte[] body) {
    try {
      JsonObject members = JsonBody.parse(body);
      RequestValues values = new RequestValues();
      for (Param param : write.params()) {
        JsonMember.take(values, param, members.getValue(param.name()));
      }
      values.check();
      values.inOrder(write.sql().names());
    } catch (ProblemException e) {
      e.problem().json().encode();
    }
  }
}
