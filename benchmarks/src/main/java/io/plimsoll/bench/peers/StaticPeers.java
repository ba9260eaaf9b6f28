package io.plimsoll.bench.peers;

import io.plimsoll.bench.load.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** nginx with an answer as a file, and Varnish with it in memory. */
final class StaticPeers implements AutoCloseable {
  private final PeerProcess nginx;
  private final PeerProcess varnish;

  private StaticPeers(PeerProcess nginx, PeerProcess varnish) {
    this.nginx = nginx;
    this.varnish = varnish;
  }

  static StaticPeers start(Resources resources, String path, Answer answer) {
    Path folder = resources.folder();
    resources.write("files" + path, answer.body());
    PeerProcess nginx = nginx(resources, folder, path);
    try {
      return new StaticPeers(nginx, varnish(resources, folder, path, nginx.uri().getPort()));
    } catch (RuntimeException e) {
      nginx.close();
      throw e;
    }
  }

  private static PeerProcess nginx(Resources resources, Path folder, String path) {
    int port = PeerProcess.freePort();
    Path conf =
        resources.write(
            "nginx.conf",
            Map.of(
                "port",
                Integer.toString(port),
                "folder",
                folder.toString(),
                "user",
                System.getProperty("user.name")),
            "nginx.conf");
    return PeerProcess.start(
        "nginx",
        List.of("nginx", "-c", conf.toString(), "-e", folder.resolve("error.log").toString()),
        Map.of(),
        folder.resolve("nginx.log"),
        port,
        path);
  }

  private static PeerProcess varnish(
      Resources resources, Path folder, String path, int backendPort) {
    int port = PeerProcess.freePort();
    Path vcl =
        resources.write(
            "varnish.vcl", Map.of("backend", Integer.toString(backendPort)), "varnish.vcl");
    return PeerProcess.start(
        "varnishd",
        List.of(
            "varnishd",
            "-F",
            "-j",
            "none",
            "-f",
            vcl.toString(),
            "-a",
            "127.0.0.1:" + port,
            "-n",
            folder.resolve("varnish").toString(),
            "-s",
            "malloc,64m"),
        Map.of(),
        folder.resolve("varnish.log"),
        port,
        path);
  }

  PeerProcess nginx() {
    return nginx;
  }

  PeerProcess varnish() {
    return varnish;
  }

  @Override
  public void close() {
    varnish.close();
    nginx.close();
  }
}
