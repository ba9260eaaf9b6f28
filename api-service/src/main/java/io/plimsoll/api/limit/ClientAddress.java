package io.plimsoll.api.limit;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a request comes from: the other end of the connection, or what trusted proxies say. Each
 * proxy appends the address that it was asked from to {@code X-Forwarded-For}; the first parts of
 * it are the client's to make up, so only the last ones are taken, as many as there are proxies.
 *
 * @param proxies how many stand before this service, whoever asks; 0 when the header is not to be
 *     looked at
 */
public record ClientAddress(int proxies) {
  private static final int IPV6_NETWORK_BYTES = 8;

  /**
   * The address to count by; of IPv6 its /64, which is what one customer has.
   *
   * @param peer numeric address of the connection's other end
   * @param forwarded the values of {@code X-Forwarded-For}, in order
   */
  public String of(String peer, List<String> forwarded) {
    if (proxies == 0) {
      return network(peer);
    }
    List<String> hops =
        forwarded.stream()
            .flatMap(v -> Arrays.stream(v.split(",", -1)))
            .map(String::strip)
            .toList();
    if (hops.size() < proxies) {
      return network(peer);
    }
    return network(hops.get(hops.size() - proxies));
  }

  private static String network(String text) {
    InetAddress address = literal(text);
    if (address == null) {
      return "unknown"; // What a proxy did not understand either shares one limit.
    }
    byte[] bytes = address.getAddress();
    return bytes.length == 4
        ? address.getHostAddress()
        : Arrays.toString(Arrays.copyOf(bytes, IPV6_NETWORK_BYTES));
  }

  private static @Nullable InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
