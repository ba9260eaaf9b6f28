package io.plimsoll.api.html;

/** A page for people: styles of its own, no script, nothing from another host. */
public final class Html {
  /** The Content-Security-Policy of such a page. */
  public static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

  public static final String MEDIA_TYPE = "text/html; charset=utf-8";

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
      h2 { margin: 2.5rem 0 .5rem; font: 600 1.1rem ui-monospace, monospace }
      table { border-collapse: collapse; width: 100% }
      th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8884; vertical-align: top }
      code, pre { font: .9em ui-monospace, monospace }
      pre { background: #8881; padding: .75rem; overflow: auto }
      :root { color-scheme: light dark }
      </style>
      """;

  private Html() {}

  /**
   * A whole page.
   *
   * @param title plain text
   * @param body HTML
   */
  public static String page(String title, String body) {
    return HEAD + "<title>" + text(title) + "</title>\n" + body + "</html>\n";
  }

  /** Plain text as HTML, in an element or a quoted attribute. */
  public static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
