package io.plimsoll.local.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * One cheap question per kind of server that only a working one answers. Each takes two seconds at
 * most.
 */
public final class Probes {
  private static final int MILLIS = 1_000;
  private static final short API_VERSIONS = 18;
  private static final int CORRELATION = 0x504c494d;

  private Probes() {}

  /** {@code select 1} on a new connection. */
  public static boolean postgres(String jdbcUrl, String user, String password) {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "1");
    properties.setProperty("loginTimeout", "2");
    properties.setProperty("socketTimeout", "2");
    try (Connection connection = DriverManager.getConnection(jdbcUrl, properties);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select 1")) {
      return rows.next();
    } catch (SQLException e) {
      return false;
    }
  }

  /** What a probe found out. */
  public sealed interface Answer {
    /** The server works. */
    record Yes() implements Answer {}

    /**
     * It does not.
     *
     * @param reason for people, without secrets
     */
    record No(String reason) implements Answer {}
  }

  /**
   * AUTH, when the URL has a password, and PING.
   *
   * @param url {@code redis://[[user]:password@]host[:port]}
   */
  public static Answer askRedis(URI url) {
    String auth = authentication(url);
    try (Socket socket = connect(url.getHost(), redisPort(url))) {
      BufferedReader answers =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      OutputStream out = socket.getOutputStream();
      out.write((auth + "PING\r\n").getBytes(UTF_8));
      String first = Objects.requireNonNullElse(answers.readLine(), "nothing");
      if (first.startsWith("-")) {
        return new Answer.No(first.substring(1));
      }
      String last =
          auth.isEmpty() ? first : Objects.requireNonNullElse(answers.readLine(), "nothing");
      return last.equals("+PONG")
          ? new Answer.Yes()
          : new Answer.No("answered %s to PING".formatted(last));
    } catch (IOException e) {
      return new Answer.No(String.valueOf(e.getMessage()));
    }
  }

  /** {@link #askRedis} as yes or no. */
  public static boolean redis(URI url) {
    return askRedis(url) instanceof Answer.Yes;
  }

  /** The URL's port, or Redis's own. */
  public static int redisPort(URI url) {
    return url.getPort() < 0 ? 6379 : url.getPort();
  }

  private static String authentication(URI url) {
    String info = url.getRawUserInfo();
    if (info == null) {
      return "";
    }
    int colon = info.indexOf(':');
    String user = URLDecoder.decode(info.substring(0, Math.max(colon, 0)), UTF_8);
    String password = URLDecoder.decode(info.substring(colon + 1), UTF_8);
    return user.isEmpty() ? "AUTH " + password + "\r\n" : "AUTH " + user + " " + password + "\r\n";
  }

  /**
   * One ApiVersions request, the question every Kafka client asks first.
   *
   * @param bootstrap {@code host:port[,host:port…]}; one that answers is enough
   */
  public static boolean kafka(String bootstrap) {
    return Stream.of(bootstrap.split(",", -1)).map(String::strip).anyMatch(Probes::broker);
  }

  private static boolean broker(String address) {
    int colon = address.lastIndexOf(':');
    try (Socket socket =
        connect(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))) {
      askApiVersions(new DataOutputStream(socket.getOutputStream()));
      DataInputStream answer = new DataInputStream(socket.getInputStream());
      return answer.readInt() >= 2 * Integer.BYTES && answer.readInt() == CORRELATION;
    } catch (IOException e) {
      return false;
    }
  }

  /** Version 0, with no client name: size, api key, version, correlation id, null string. */
  private static void askApiVersions(DataOutputStream out) throws IOException {
    out.writeInt(3 * Short.BYTES + Integer.BYTES);
    out.writeShort(API_VERSIONS);
    out.writeShort(0);
    out.writeInt(CORRELATION);
    out.writeShort(-1);
    out.flush();
  }

  /** Whether a GET is answered with 200. */
  public static boolean http(URI url) {
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofMillis(MILLIS)).build()) {
      HttpRequest request = HttpRequest.newBuilder(url).timeout(Duration.ofMillis(MILLIS)).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Socket connect(String host, int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setSoTimeout(MILLIS);
      socket.connect(new InetSocketAddress(host, port), MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
