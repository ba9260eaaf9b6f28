package io.plimsoll.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
  private static final String PEER = "192.0.2.1";

  @Test
  void withoutProxies_theHeaderIsNotLookedAt() {
    assertThat(new ClientAddress(0).of(PEER, List.of("198.51.100.7"))).isEqualTo(PEER);
  }

  @Test
  void withProxies_whatTheyAppendedCounts_notWhatTheClientMadeUp() {
    List<String> header = List.of("10.0.0.1, 203.0.113.9", " 198.51.100.7");
    assertThat(new ClientAddress(1).of(PEER, header)).isEqualTo("198.51.100.7");
    assertThat(new ClientAddress(2).of(PEER, header)).isEqualTo("203.0.113.9");
    assertThat(new ClientAddress(4).of(PEER, header)).as("too few hops").isEqualTo(PEER);
  }

  @Test
  void ipv6_countsByItsNetwork() {
    ClientAddress one = new ClientAddress(1);
    String first = one.of(PEER, List.of("2001:db8:1:2::1"));
    assertThat(one.of(PEER, List.of("2001:db8:1:2:ffff::9"))).isEqualTo(first);
    assertThat(one.of(PEER, List.of("2001:db8:1:3::1"))).isNotEqualTo(first);
  }

  @Test
  void whatIsNoAddress_isOneClient_andResolvesNoNames() {
    ClientAddress one = new ClientAddress(1);
    assertThat(one.of(PEER, List.of("localhost"))).isEqualTo("unknown");
    assertThat(one.of(PEER, List.of(""))).isEqualTo("unknown");
  }
}
