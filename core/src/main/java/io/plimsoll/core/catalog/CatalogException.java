package io.plimsoll.core.catalog;

import io.plimsoll.core.config.ConfigException;
import java.util.List;

/** A catalog that cannot be used, with every mistake in it, in the order of the file. */
public final class CatalogException extends ConfigException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  CatalogException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).toList());
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
