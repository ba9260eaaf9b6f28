package io.plimsoll.core.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An array as one text: its elements with commas between them, where {@code \,} is a comma and
 * {@code \\} a backslash of an element. The empty text is the array without elements.
 */
final class ListText {
  static final String ESCAPES = "a text with each backslash before a comma or backslash";

  private ListText() {}

  /** The elements, still escaped. */
  static List<String> split(String text) {
    List<String> elements = new ArrayList<>();
    if (text.isEmpty()) {
      return elements;
    }
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == ',') {
        elements.add(text.substring(start, i));
        start = i + 1;
      }
    }
    elements.add(text.substring(start));
    return elements;
  }

  /** What an element stands for; empty where a backslash escapes nothing. */
  static Optional<String> plain(String element) {
    StringBuilder plain = new StringBuilder(element.length());
    for (int i = 0; i < element.length(); i++) {
      char c = element.charAt(i);
      if (c == '\\') {
        i++;
        if (i == element.length() || ",\\".indexOf(element.charAt(i)) < 0) {
          return Optional.empty();
        }
        c = element.charAt(i);
      }
      plain.append(c);
    }
    return Optional.of(plain.toString());
  }
}
