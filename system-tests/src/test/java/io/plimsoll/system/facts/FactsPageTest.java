package io.plimsoll.system.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.local.stack.Layout;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/facts.md names each test of a fact, and tests that exist. */
class FactsPageTest {
  private static final Pattern TEST = Pattern.compile("`(?<type>\\w+)#(?<method>\\w+)`");
  private static final int SHOWN_BY = 3;
  private static final int HELD_BY = 4;

  private record Named(String type, String method) {}

  @Test
  void page_namesEachTestOfAFact_once() throws IOException {
    List<Named> named = column(SHOWN_BY).stream().flatMap(cell -> tests(cell).stream()).toList();

    assertThat(named).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(factTests());
    assertThat(column(SHOWN_BY)).allSatisfy(cell -> assertThat(tests(cell)).hasSize(1));
  }

  @Test
  void page_namesTestsOfRules_thatExist() throws IOException {
    for (String cell : column(HELD_BY)) {
      for (Named test : tests(cell)) {
        Path source = sourceOf(test.type());
        assertThat(Files.readString(source))
            .as(source.toString())
            .contains(" " + test.method() + "(");
      }
      assertThat(cell.isBlank() || cell.contains("the same test") || !tests(cell).isEmpty())
          .as(cell)
          .isTrue();
    }
  }

  private static List<String> column(int number) throws IOException {
    return Files.readAllLines(Layout.find().root().resolve("docs/facts.md")).stream()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| Fact |"))
        .map(line -> line.split("\\|", -1)[number])
        .toList();
  }

  private static List<Named> tests(String cell) {
    List<Named> tests = new ArrayList<>();
    Matcher matcher = TEST.matcher(cell);
    while (matcher.find()) {
      tests.add(new Named(matcher.group("type"), matcher.group("method")));
    }
    return tests;
  }

  /** All test methods of this package's integration tests. */
  private static List<Named> factTests() throws IOException {
    try (Stream<Path> files =
        Files.list(Objects.requireNonNull(sourceOf("FactsPageTest").getParent()))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("IT.java"))
          .map(name -> name.replace(".java", ""))
          .flatMap(name -> Arrays.stream(type(name).getDeclaredMethods()))
          .filter(method -> method.isAnnotationPresent(Test.class))
          .map(FactsPageTest::named)
          .toList();
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(FactsPageTest.class.getPackageName() + "." + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Named named(Method method) {
    return new Named(method.getDeclaringClass().getSimpleName(), method.getName());
  }

  /** The tests of other modules are not on this one's class path. */
  private static Path sourceOf(String type) throws IOException {
    Path root = Layout.find().root();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.toList()) {
        Path tests = module.resolve("src/test/java");
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            List<Path> found = files.filter(file -> file.endsWith(type + ".java")).toList();
            if (!found.isEmpty()) {
              return found.getFirst();
            }
          }
        }
      }
    }
    throw new IllegalStateException("docs/facts.md names %s, which is no test".formatted(type));
  }
}
