package io.plimsoll.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What a service tells of itself on its admin port. */
public record ServiceMetrics(String service, URI admin) {
  /** Of the API. */
  public static ServiceMetrics ofApi(BenchTarget target) {
    String name = "api-service";
    return new ServiceMetrics(
        name, Objects.requireNonNull(target.admin().get(name), "the API's admin port"));
  }

  /** What it tells at one moment. */
  public record Page(String of, List<String> lines) {
    public Page {
      lines = List.copyOf(lines);
    }

    /**
     * The sum of a metric's samples.
     *
     * @param name with its suffix, such as {@code _total}
     * @param labels as they are written, such as {@code le="0.005"}: only samples with all of them
     * @throws BenchException when there is none
     */
    public double total(String name, String... labels) {
      List<String> samples =
          lines.stream()
              .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
              .filter(line -> Stream.of(labels).allMatch(line::contains))
              .toList();
      if (samples.isEmpty()) {
        throw new BenchException("%s has no metric %s%s".formatted(of, name, List.of(labels)));
      }
      return samples.stream()
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }

  /**
   * Bytes that its JVM has allocated since the start. The count grows with each collection, so it
   * is right to one young generation.
   */
  double allocatedBytes() {
    return now().total("jvm_gc_memory_allocated_bytes_total");
  }

  /**
   * Asks.
   *
   * @throws BenchException when it does not answer
   */
  public Page now() {
    URI page = admin.resolve("/metrics");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return new Page(
          "%s at %s".formatted(service, page),
          http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
              .body()
              .lines()
              .toList());
    } catch (IOException e) {
      throw new BenchException("%s does not answer at %s".formatted(service, page), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while asking %s".formatted(page), e);
    }
  }
}
