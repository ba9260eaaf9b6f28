package io.plimsoll.api.problem;

import io.plimsoll.api.html.Html;

/** The problems as pages of HTML. */
public final class ProblemPages {
  private ProblemPages() {}

  /** The page that the type leads to. */
  public static String of(ProblemType type) {
    return Html.page(
        type.title(),
        """
        <h1>%s</h1>
        <p><code>%s</code>, sent with status %d</p>
        <h2>What it means</h2>
        <p>%s</p>
        <h2>What to do</h2>
        <p>%s</p>
        <p><a href="%s">All problems</a> · <a href="/docs">What is served</a></p>
        """
            .formatted(
                Html.text(type.title()),
                type.code(),
                type.status(),
                Html.text(type.meaning()),
                Html.text(type.remedy()),
                index()));
  }

  /** All of them, with links. */
  public static String all() {
    StringBuilder rows = new StringBuilder("<h1>Problems</h1>\n<table>\n");
    for (ProblemType type : ProblemType.values()) {
      rows.append(
          "<tr><td>%d<td><a href=\"%s\"><code>%s</code></a><td>%s%n"
              .formatted(type.status(), type.uri(), type.code(), Html.text(type.title())));
    }
    return Html.page("Problems", rows.append("</table>\n").toString());
  }

  /** The path of the list. */
  public static String index() {
    return ProblemType.PATH.substring(0, ProblemType.PATH.length() - 1);
  }
}
