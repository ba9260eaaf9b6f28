package io.plimsoll.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.plimsoll.api.read.OriginException;
import io.plimsoll.core.service.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminApiTest {
  private static final String TOKEN = "a-token-of-this-test";

  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

  AdminApiTest() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private AdminApi api(Optional<String> token) {
    AdminApi api =
        new AdminApi(token)
            .route("GET /admin/x", call -> Reply.json("{}"))
            .route("POST /admin/x", call -> Reply.json(call.json().encode()))
            .route(
                "PUT /admin/x",
                call -> {
                  throw new OriginException(OriginException.Kind.UNAVAILABLE, "away", null);
                })
            .route(
                "DELETE /admin/x",
                call -> {
                  throw new IllegalStateException("secret detail");
                });
    server.createContext(AdminApi.PATH, api);
    return api;
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> authorized(String method, String path, String body)
      throws Exception {
    return send(method, path, body, "Authorization", "Bearer " + TOKEN);
  }

  @Test
  void withoutAToken_everythingIs403_andSaysHowToSwitchItOn() throws Exception {
    api(Optional.empty());

    HttpResponse<String> refused = authorized("GET", "/admin/x", "");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("admin-off", "PLIMSOLL_ADMIN_TOKEN");
    assertThat(authorized("GET", "/admin/y", "").statusCode()).isEqualTo(403);
  }

  @Test
  void anythingButTheToken_is401_beforeAnythingElse() throws Exception {
    api(Optional.of(TOKEN));

    for (String wrong :
        new String[] {
          "Bearer",
          "Bearer ",
          "Bearer x",
          "Basic " + TOKEN,
          TOKEN,
          "Bearer " + TOKEN + "x",
          "Bearer " + TOKEN.substring(1)
        }) {
      HttpResponse<String> refused = send("GET", "/admin/x", "", "Authorization", wrong);
      assertThat(refused.statusCode()).as(wrong).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
    }
    assertThat(send("GET", "/admin/nothing", "").statusCode()).isEqualTo(401);
    assertThat(authorized("GET", "/admin/x", "").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/admin/x", "", "Authorization", "bearer " + TOKEN).statusCode())
        .as("a scheme has no case")
        .isEqualTo(200);
  }

  @Test
  void otherPathsAndMethods_areToldWhatThereIs() throws Exception {
    api(Optional.of(TOKEN));

    assertThat(authorized("GET", "/admin/y", "").statusCode()).isEqualTo(404);
    HttpResponse<String> method = authorized("PATCH", "/admin/x", "");
    assertThat(method.statusCode()).isEqualTo(405);
    assertThat(method.headers().firstValue("Allow")).contains("DELETE, GET, POST, PUT");
  }

  @Test
  void body_thatIsNoObjectOrTooLarge_isRefused() throws Exception {
    api(Optional.of(TOKEN));

    assertThat(authorized("POST", "/admin/x", "{\"a\":1}").body()).isEqualTo("{\"a\":1}");
    assertThat(authorized("POST", "/admin/x", "").body()).isEqualTo("{}");
    assertThat(authorized("POST", "/admin/x", "[1]").statusCode()).isEqualTo(400);
    assertThat(
            authorized("POST", "/admin/x", "{\"a\":\"" + "x".repeat(1 << 20) + "\"}").statusCode())
        .isEqualTo(413);
  }

  @Test
  void failure_isAProblem_andTellsNoInternals() throws Exception {
    api(Optional.of(TOKEN));

    HttpResponse<String> away = authorized("PUT", "/admin/x", "");
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.body()).contains("origin-unavailable");
    HttpResponse<String> broken = authorized("DELETE", "/admin/x", "");
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(broken.body()).doesNotContain("secret detail");
  }
}
