package io.plimsoll.local.stack;

import io.plimsoll.local.origin.OriginSetup;
import io.plimsoll.local.origin.OriginSetupException;
import io.plimsoll.local.server.ServerException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the files of {@code infra/postgres}.
 *
 * @param files the folder
 * @param tables to watch, {@code schema.name}
 * @param example a folder with schema.sql and data.sql, loaded first unless its tables are there
 */
record SqlOrigin(Path files, List<String> tables, Optional<Path> example) implements OriginStep {
  @Override
  public List<String> apply(Connection operator, Map<String, String> passwords) {
    OriginSetup setup = new OriginSetup();
    try {
      if (example.isPresent()) {
        setup.loadExample(operator, example.get());
      }
      return setup.apply(operator, files, tables, passwords);
    } catch (OriginSetupException e) {
      throw new ServerException(String.valueOf(e.getMessage()), e);
    }
  }
}
