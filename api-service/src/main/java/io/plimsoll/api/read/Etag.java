package io.plimsoll.api.read;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** A strong validator of a body: the first 128 bits of its SHA-256, base64url, without quotes. */
public final class Etag {
  private static final int BYTES = 16;

  private Etag() {}

  /**
   * Whether a validator that a client shows is of this content, in whatever coding it was sent.
   *
   * @param etag of the content as it is
   */
  public static boolean isOf(String shown, String etag) {
    return shown.equals(etag)
        || (shown.startsWith(etag) && shown.substring(etag.length()).matches("-[a-z]{2,8}"));
  }

  public static String of(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
