package io.plimsoll.system;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.Decoder;
import com.github.luben.zstd.Zstd;
import io.plimsoll.local.stack.Service;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.GZIPInputStream;

/** Asks for content codings and undoes them. */
final class CodedClient implements AutoCloseable {
  private final Articles articles;
  private final HttpClient http = HttpClient.newHttpClient();

  CodedClient(Articles articles) {
    Brotli4jLoader.ensureAvailability();
    this.articles = articles;
  }

  HttpResponse<byte[]> ask(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(articles.stack().endpoints().api() + path))
            .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(path, e);
    }
  }

  HttpResponse<byte[]> ask(String path, String coding) {
    return ask("GET", path, "Accept-Encoding", coding);
  }

  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  static byte[] decoded(HttpResponse<byte[]> response) {
    byte[] body = response.body();
    try {
      return switch (header(response, "Content-Encoding")) {
        case "zstd" -> Zstd.decompress(body, (int) Zstd.getFrameContentSize(body));
        case "br" -> Decoder.decompress(body).getDecompressedData();
        case "gzip" -> new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        default -> body;
      };
    } catch (IOException e) {
      throw new IllegalStateException(response.toString(), e);
    }
  }

  /** How many bodies the service has compressed so. */
  double compressions(String coding) {
    String line =
        articles
            .metric(Service.API, "plimsoll_http_compressions_total")
            .lines()
            .filter(l -> l.contains("coding=\"" + coding + "\""))
            .findFirst()
            .orElseThrow();
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  static String from(HttpResponse<?> response) {
    String status = header(response, "Cache-Status");
    return status.substring(status.indexOf("detail=") + "detail=".length());
  }

  @Override
  public void close() {
    http.close();
  }
}
