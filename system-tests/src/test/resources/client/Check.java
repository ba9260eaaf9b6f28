import java.time.OffsetDateTime;
import java.util.List;
import made.ApiClient;
import made.ApiException;
import made.api.DefaultApi;

/** Compiled with a client that was generated from /openapi.json, and run: says what it gets. */
public final class Check {
  public static void main(String[] args) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri(args[0]);
    DefaultApi api = new DefaultApi(client);

    var article = api.article(1L, null, null, null);
    Long id = article.getId();
    List<String> tags = article.getTags();
    OffsetDateTime created = article.getCreatedAt();
    System.out.println("article " + id + " " + created.toInstant() + " tags " + tags.size());

    var page =
        api.browse(
            "published",
            null,
            List.of("film", "music"),
            null,
            OffsetDateTime.parse("2025-01-01T00:00:00Z"),
            null,
            3,
            "-created_at",
            null,
            null,
            null,
            null);
    page.forEach(row -> System.out.println("browse " + row.getId() + " " + row.getCategory()));

    var batch = api.articleBatch(List.of(1L, -1L), null, null, null);
    System.out.println("batch " + batch.size() + " " + batch.get(1));

    try {
      api.article(-1L, null, null, null);
    } catch (ApiException e) {
      System.out.println("missing " + e.getCode());
    }
  }
}
