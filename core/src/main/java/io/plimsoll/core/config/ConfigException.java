package io.plimsoll.core.config;

import java.util.List;

/** Something the operator wrote is wrong; holds every problem found, one line each. */
public class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  /**
   * @param lines what is wrong, where, and what is expected; never a secret
   */
  public ConfigException(List<String> lines) {
    super(String.join("\n", lines));
    this.lines = List.copyOf(lines);
  }

  public List<String> lines() {
    return lines;
  }
}
