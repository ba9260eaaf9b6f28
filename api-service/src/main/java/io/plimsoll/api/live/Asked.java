package io.plimsoll.api.live;

import io.plimsoll.api.read.ReadRequest;
import java.util.List;

/**
 * A request, and what tells that its answer may have changed.
 *
 * @param tags names of tags; every change of the answer touches one of them
 */
public record Asked(ReadRequest read, List<String> tags) {
  public Asked {
    tags = List.copyOf(tags);
  }
}
