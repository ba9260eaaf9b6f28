package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.stack.Service;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API's port with TLS: both versions of HTTP, and files that are renewed under way. */
final class TlsIT {
  @TempDir private static Path folder;

  private static Articles articles;
  private static SSLContext trusting;

  @BeforeAll
  static void start() throws Exception {
    put("first.pem", "certificate.pem");
    put("first.key", "key.pem");
    trusting = trusting("first.pem", "second.pem");
    articles =
        Articles.start(
            Articles.builder(Service.API)
                .environment(
                    Service.API, "PLIMSOLL_TLS_CERTIFICATE", folder.resolve("certificate.pem") + "")
                .environment(Service.API, "PLIMSOLL_TLS_KEY", folder.resolve("key.pem") + "")
                .environment(Service.API, "PLIMSOLL_TLS_RELOAD", "100ms"));
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(TlsIT.class.getResourceAsStream("tls/" + name), name);
  }

  /** As who renews certificates does: whole files, one after the other. */
  private static void put(String resource, String file) {
    try (InputStream bytes = resource(resource)) {
      Path written = folder.resolve(file + ".new");
      Files.copy(bytes, written, StandardCopyOption.REPLACE_EXISTING);
      Files.move(written, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SSLContext trusting(String... resources)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (String resource : resources) {
      try (InputStream bytes = resource(resource)) {
        store.setCertificateEntry(
            resource, CertificateFactory.getInstance("X.509").generateCertificate(bytes));
      }
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static int port() {
    return articles.stack().endpoints().port();
  }

  private static HttpResponse<String> ask(HttpClient client) throws Exception {
    URI uri = URI.create("https://127.0.0.1:" + port() + "/articles/1");
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  /** What a new connection is shown, and the version that it speaks. */
  private static String[] shown(String... protocols) {
    try (SSLSocket socket =
        (SSLSocket)
            trusting.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(20_000);
      if (protocols.length > 0) {
        socket.setEnabledProtocols(protocols);
      }
      socket.startHandshake();
      X509Certificate own = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return new String[] {
        own.getSubjectX500Principal().getName(), socket.getSession().getProtocol()
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How often the service has said that the files do not do. */
  private static long unfit() {
    try {
      return Files.readAllLines(articles.stack().service(Service.API).log()).stream()
          .filter(l -> l.contains("code=tls-unfit"))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void bothVersionsOfHttp_areSpoken_asTheClientAsks() throws Exception {
    for (HttpClient.Version version : HttpClient.Version.values()) {
      if (version.name().equals("HTTP_3")) {
        continue; // of a later JDK
      }
      try (HttpClient client =
          HttpClient.newBuilder().version(version).sslContext(trusting).build()) {
        HttpResponse<String> response = ask(client);
        assertThat(response.version()).isEqualTo(version);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"id\"");
      }
    }
  }

  @Test
  void plainHttp_isNotAnswered() {
    assertThatThrownBy(() -> RawHttp.get(port(), "/articles/1")).isInstanceOf(Exception.class);
  }

  @Test
  void tls13_and12_areSpoken() {
    assertThat(shown()[1]).isEqualTo("TLSv1.3");
    assertThat(shown("TLSv1.2")[1]).isEqualTo("TLSv1.2");
  }

  @Test
  void newerFiles_areServed_andUnfitOnesAreNot() {
    assertThat(shown()[0]).isEqualTo("CN=first.test");
    put("second.key", "key.pem"); // for a moment the two do not fit
    put("second.pem", "certificate.pem");
    await("the newer certificate").until(() -> shown()[0].equals("CN=second.test"));
    long before = unfit();
    put("first.key", "key.pem");
    await("the log says so").until(() -> unfit() > before);
    assertThat(shown()[0]).isEqualTo("CN=second.test");
    put("first.pem", "certificate.pem");
    await("the first certificate again").until(() -> shown()[0].equals("CN=first.test"));
  }
}
