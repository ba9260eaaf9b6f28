package io.plimsoll.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * What a service has allocated, by its JVM's own count ({@code jvm_gc_memory_allocated_bytes_total}
 * of its admin port). The count grows with each collection, so it is right to one young generation.
 */
record Allocated(String service, URI admin) {
  private static final String METRIC = "jvm_gc_memory_allocated_bytes_total";

  /**
   * Bytes since its start.
   *
   * @throws BenchException when the service does not tell
   */
  double total() {
    URI page = admin.resolve("/metrics");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(METRIC))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .findFirst()
          .orElseThrow(() ->
              new BenchException("%s has no metric %s at %s".formatted(service, METRIC, page)));
    } catch (IOException e) {
      throw new BenchException("%s does not answer at %s".formatted(service, page), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while asking %s".formatted(page), e);
    }
  }
}
