package io.plimsoll.core.cache.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Any names as one field of an entry: each closed by a comma. What is not printable ASCII, or means
 * something to the entry or here, is {@code %} and two hex digits for each byte of its UTF-8.
 */
final class NameList {
  private static final char END = ',';
  private static final char ESCAPE = '%';
  private static final String RESERVED = "%,|";
  private static final HexFormat HEX = HexFormat.of();

  private NameList() {}

  static String encode(List<String> names) {
    StringBuilder field = new StringBuilder();
    for (String name : names) {
      for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
        if (b > ' ' && b < 0x7f && RESERVED.indexOf(b) < 0) {
          field.append((char) b);
        } else {
          field.append(ESCAPE).append(HEX.toHexDigits(b));
        }
      }
      field.append(END);
    }
    return field.toString();
  }

  static List<String> decode(String field) {
    if (field.isEmpty()) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    int start = 0;
    for (int end = field.indexOf(END); end >= 0; end = field.indexOf(END, start)) {
      names.add(plain(field.substring(start, end)));
      start = end + 1;
    }
    return names;
  }

  private static String plain(String name) {
    if (name.indexOf(ESCAPE) < 0) {
      return name;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length());
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == ESCAPE) {
        bytes.write(HexFormat.fromHexDigits(name, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(name.charAt(i));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
