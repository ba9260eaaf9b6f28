package io.plimsoll.core.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** The texts given for keys, from file, environment and flags; a later source wins. */
final class Sources {
  private static final String PREFIX = "PLIMSOLL_";

  /** Read by logback.xml, before any configuration. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of("PLIMSOLL_LOG_LEVEL", LogStyle.VARIABLE);

  /** A text, and where it came from for messages. */
  record Given(String text, String source) {}

  private final Map<String, Key> keys = new LinkedHashMap<>();
  private final Map<String, Given> given = new HashMap<>();
  private final List<String> problems;

  Sources(List<Key> known, List<String> problems) {
    known.forEach(key -> keys.put(key.name(), key));
    this.problems = problems;
  }

  Optional<Given> get(Key key) {
    return Optional.ofNullable(given.get(key.name()));
  }

  void read(List<String> args, Map<String, String> env) {
    Map<String, String> flags = flags(args);
    Optional.ofNullable(flags.remove("config")).ifPresent(file -> file(Path.of(file)));
    environment(env);
    flags.forEach(this::flag);
  }

  private Map<String, String> flags(List<String> args) {
    Map<String, String> flags = new LinkedHashMap<>();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      int equals = arg.indexOf('=');
      if (arg.equals("--config") && i + 1 < args.size()) {
        flags.put("config", args.get(++i));
      } else if (arg.startsWith("--") && equals > 2) {
        flags.put(arg.substring(2, equals), arg.substring(equals + 1));
      } else {
        // Not quoted whole: it could be a password that was meant to be a value.
        problems.add("argument " + (i + 1) + " must look like --key=value or --config FILE");
      }
    }
    return flags;
  }

  private void file(Path path) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      problems.add("--config " + path + ": cannot be read: " + e);
    }
    for (String name : new TreeMap<>(properties).keySet().stream().map(Object::toString).toList()) {
      put(name, properties.getProperty(name).strip(), path.toString());
    }
  }

  private void environment(Map<String, String> env) {
    Map<String, Key> variables = new HashMap<>();
    keys.values().forEach(key -> variables.put(key.variable(), key));
    String format = env.getOrDefault(LogStyle.VARIABLE, "text");
    if (LogStyle.parse(format).isEmpty()) {
      problems.add(LogStyle.VARIABLE + ": must be text or ecs, was \"" + format + "\"");
    }
    new TreeMap<>(env)
        .forEach((name, text) -> {
          if (variables.containsKey(name)) {
            given.put(variables.get(name).name(), new Given(text, name));
          } else if (name.startsWith(PREFIX) && !OTHER_VARIABLES.contains(name)) {
            problems.add(name + ": unknown variable" + nearest(name, variables.keySet()));
          }
        });
  }

  private void flag(String name, String text) {
    Key key = keys.get(name);
    if (key != null && key.secret()) {
      problems.add(
          name
              + ": is a secret, and every user can see flags; use "
              + key.variable()
              + " or the file");
    } else {
      put(name, text, "--" + name);
    }
  }

  private void put(String name, String text, String source) {
    if (keys.containsKey(name)) {
      given.put(name, new Given(text, source));
    } else {
      problems.add(
          name + ": unknown key" + nearest(name, keys.keySet()) + " (from " + source + ")");
    }
  }

  private static String nearest(String name, Set<String> known) {
    return known.stream()
        .min(java.util.Comparator.comparingInt(candidate -> distance(name, candidate)))
        .filter(candidate -> distance(name, candidate) <= 3)
        .map(candidate -> "; did you mean " + candidate + "?")
        .orElse("");
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
