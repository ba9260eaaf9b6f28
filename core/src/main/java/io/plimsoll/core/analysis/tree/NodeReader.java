package io.plimsoll.core.analysis.tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a {@code pg_node_tree}, such as {@code pg_rewrite.ev_action} or {@code
 * pg_proc.prosqlbody}. Its grammar is that of Postgres's {@code read.c}: nodes in braces with
 * {@code :field value}, lists in parentheses, tokens with backslashes before what would end them.
 * For one text, one thread.
 */
public final class NodeReader {
  private static final String END = "";

  private final String text;
  private int at;

  private NodeReader(String text) {
    this.text = text;
  }

  /**
   * Reads all of it.
   *
   * @return a node, a list or a text
   * @throws TreeException it does not follow the grammar
   */
  public static Object read(String text) {
    NodeReader reader = new NodeReader(text);
    Object value = reader.value(reader.token());
    if (value == null) {
      throw new TreeException("the tree is empty");
    }
    return value;
  }

  /** The first QUERY in a tree that is a list of such, maybe a nested one. */
  public static Node query(String text) {
    Object value = read(text);
    while (value instanceof List<?> list && !list.isEmpty()) {
      value = list.getFirst();
    }
    if (value instanceof Node node && node.is("QUERY")) {
      return node;
    }
    throw new TreeException("the tree is no query");
  }

  private @Nullable Object value(String token) {
    return switch (token) {
      case "{" -> node();
      case "(" -> list(")");
      case "<>" -> null;
      case END -> throw new TreeException("the tree ends at character " + at);
      default -> unquoted(token);
    };
  }

  private Node node() {
    String label = token();
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String token = token(); !token.equals("}"); token = token()) {
      if (!token.startsWith(":")) {
        throw new TreeException("%s: expected a field, found %s".formatted(label, token));
      }
      Node.put(fields, token.substring(1), field());
    }
    return new Node(label, fields);
  }

  /** A value; that of a constant is its length, then its bytes in brackets. */
  private @Nullable Object field() {
    Object value = value(token());
    int before = at;
    if (token().equals("[")) {
      return list("]");
    }
    at = before;
    return value;
  }

  private List<Object> list(String end) {
    List<Object> items = new ArrayList<>();
    for (String token = token(); !token.equals(end); token = token()) {
      Object item = value(token);
      items.add(item == null ? END : item);
    }
    return List.copyOf(items);
  }

  private String token() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return END;
    }
    int start = at;
    if (isBracket(text.charAt(at))) {
      at++;
      return text.substring(start, at);
    }
    while (at < text.length() && !isSpace(text.charAt(at)) && !isBracket(text.charAt(at))) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return text.substring(start, Math.min(at, text.length()));
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t';
  }

  private static boolean isBracket(char c) {
    return c == '(' || c == ')' || c == '{' || c == '}';
  }

  /** Strings in lists stand in quotes; a backslash is before what would end a token. */
  private static String unquoted(String token) {
    boolean quoted = token.length() >= 2 && token.startsWith("\"") && token.endsWith("\"");
    String inner = quoted ? token.substring(1, token.length() - 1) : token;
    return inner.indexOf('\\') < 0 ? inner : inner.replaceAll("\\\\(.)", "$1");
  }
}
