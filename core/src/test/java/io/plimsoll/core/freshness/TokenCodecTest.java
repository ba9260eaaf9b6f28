package io.plimsoll.core.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCodecTest {
  private static final String KEY = "0123456789abcdef";
  private static final Token TOKEN =
      new Token(new Mark(new Xid(7), new Lsn(100)), new Incarnation("7101-5-1-a"));

  private final TokenCodec codec = new TokenCodec(KEY);

  @Test
  void token_comesBack() {
    assertThat(codec.decode(codec.encode(TOKEN))).contains(TOKEN);
  }

  @Test
  void tokenOfGreatNumbers_withoutAnIncarnation_comesBack() {
    Token odd = new Token(new Mark(Xid.MAX, Lsn.MAX), new Incarnation(""));

    assertThat(codec.decode(codec.encode(odd))).contains(odd);
  }

  @Test
  void encode_needsNoEscape() {
    assertThat(codec.encode(TOKEN)).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void anyOtherBit_isNoToken() {
    byte[] bytes = Base64.getUrlDecoder().decode(codec.encode(TOKEN));
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] other = bytes.clone();
      other[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(codec.decode(text(other))).as("bit %d", bit).isEmpty();
    }
  }

  /** Of another version even when the signature is right: this one cannot know what it says. */
  @Test
  void signedTokenOfAnotherVersion_isNone() throws GeneralSecurityException {
    byte[] bytes = Base64.getUrlDecoder().decode(codec.encode(TOKEN));
    byte[] content = Arrays.copyOf(bytes, bytes.length - 16);
    content[0] = 2;
    byte[] signed = Arrays.copyOf(content, bytes.length);
    Mac mac = mac();
    mac.update("plimsoll token 1".getBytes(StandardCharsets.US_ASCII));
    System.arraycopy(mac.doFinal(content), 0, signed, content.length, 16);

    assertThat(codec.decode(text(signed))).isEmpty();
  }

  @Test
  void cutToken_isNone() {
    byte[] bytes = Base64.getUrlDecoder().decode(codec.encode(TOKEN));
    for (int length = 0; length < bytes.length; length++) {
      assertThat(codec.decode(text(Arrays.copyOf(bytes, length)))).as("%d", length).isEmpty();
    }
  }

  @Test
  void signature_has128Bits() {
    int content = 1 + 8 + 8 + TOKEN.incarnation().value().length();

    assertThat(Base64.getUrlDecoder().decode(codec.encode(TOKEN))).hasSize(content + 16);
  }

  @Test
  void tokenOfAnotherKey_isNone() {
    assertThat(new TokenCodec("another key, 16+").decode(codec.encode(TOKEN))).isEmpty();
  }

  /** The key is that of the tags: a tag must not be a token's signature. */
  @Test
  void signature_isNotThatOfThePlainContent() throws GeneralSecurityException {
    byte[] bytes = Base64.getUrlDecoder().decode(codec.encode(TOKEN));
    byte[] plain = mac().doFinal(Arrays.copyOf(bytes, bytes.length - 16));

    assertThat(Arrays.copyOfRange(bytes, bytes.length - 16, bytes.length))
        .isNotEqualTo(Arrays.copyOf(plain, 16));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "not base64!", "AQ", "AQ==", "ä"})
  void nonsense_isNoToken(String text) {
    assertThat(codec.decode(text)).isEmpty();
  }

  @Test
  void tokenOfTheLongestIncarnation_comesBack() {
    Token longest = new Token(TOKEN.mark(), new Incarnation("i".repeat(80)));

    assertThat(codec.decode(codec.encode(longest))).contains(longest);
  }

  private static Mac mac() throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
    return mac;
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
