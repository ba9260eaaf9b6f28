package io.plimsoll.api.coding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 9110, 12.5.3, one text at a time. */
final class AcceptEncodingTest {
  private final AcceptEncoding all =
      new AcceptEncoding(List.of(Coding.ZSTD, Coding.BR, Coding.GZIP));

  private void chooses(Coding coding, boolean must, String... headers) {
    for (String header : headers) {
      assertThat(all.choose(header))
          .as("\"%s\"", header)
          .isEqualTo(new AcceptEncoding.Choice(coding, must));
    }
  }

  @Test
  void oneCoding_isChosen_howeverItIsWritten() {
    chooses(Coding.GZIP, false, "gzip", "GZip", " gzip ", "x-gzip", "gzip;q=1", "gzip;q=1.000");
    chooses(Coding.GZIP, false, "gzip ; q=0.5", "gzip;Q=0.001", ",gzip,", "deflate,gzip");
    chooses(Coding.BR, false, "br", "br;q=0.1");
    chooses(Coding.ZSTD, false, "zstd");
  }

  @Test
  void greatestWeight_wins_andAmongEqualsThePreference() {
    chooses(
        Coding.ZSTD, false, "gzip, deflate, br, zstd", "br,zstd", "gzip;q=0.5,br;q=0.5,zstd;q=0.5");
    chooses(Coding.BR, false, "gzip, deflate, br", "zstd;q=0.9, br", "gzip;q=0.8, br;q=0.9");
    chooses(Coding.GZIP, false, "gzip, zstd;q=0.999", "br;q=0.1, gzip;q=0.2, zstd;q=0");
    assertThat(
            new AcceptEncoding(List.of(Coding.GZIP, Coding.BR)).choose("br, gzip, zstd").coding())
        .isEqualTo(Coding.GZIP);
  }

  @Test
  void identity_isTheLastChoice_unlessItIsNamedWithMore() {
    chooses(
        Coding.IDENTITY, false, "", " ", "identity", "deflate", "compress, exi", "identity;q=0.1");
    chooses(Coding.IDENTITY, false, "gzip;q=0.5, identity", "identity;q=0.6, br;q=0.5, *;q=0");
    chooses(Coding.GZIP, false, "gzip, identity", "gzip;q=0.5, identity;q=0.5", "gzip;q=0.5");
  }

  @Test
  void refusedIdentity_mustBeAnother_andWithNoOtherItIsSentAllTheSame() {
    chooses(Coding.GZIP, true, "gzip, identity;q=0", "identity;q=0.0, gzip", "gzip, *;q=0");
    chooses(Coding.BR, true, "br;q=0.1, identity;q=0.000");
    chooses(
        Coding.IDENTITY,
        false,
        "identity;q=0",
        "*;q=0",
        "gzip;q=0, identity;q=0",
        "deflate, *;q=0");
  }

  @Test
  void star_standsForAllThatAreNotNamed() {
    chooses(Coding.ZSTD, false, "*", "*;q=0.1", "gzip;q=0.1, *");
    chooses(Coding.BR, false, "zstd;q=0, *", "*;q=0.5, br");
    chooses(Coding.GZIP, false, "zstd;q=0, br;q=0, *;q=0.2", "gzip, *;q=0.1");
    chooses(Coding.ZSTD, true, "*, identity;q=0");
    chooses(Coding.GZIP, false, "gzip;q=0.5, *;q=0, identity;q=0.1");
  }

  @Test
  void malformedMember_countsForNothing() {
    chooses(
        Coding.GZIP, false, "br;q=2, gzip", "br;q=-1, gzip", "br;q=x, gzip", "br;q=0.1234, gzip");
    chooses(Coding.GZIP, false, "br;, gzip", "br;level=3, gzip", "br;q=1;x=1, gzip", "gz ip, gzip");
    chooses(Coding.IDENTITY, false, "gzip;q=", "gzip;q=NaN", ";q=1", "gzip;q=1.001", "gzip;q=.5");
  }

  @Test
  void namedTwice_theLeastWeightCounts() {
    chooses(Coding.IDENTITY, false, "gzip, gzip;q=0", "gzip;q=0, x-gzip", "gzip;q=0.");
  }

  @Test
  void longText_isRead_andNothingOffered_isIdentity() {
    chooses(Coding.GZIP, false, "gzip" + ", deflate".repeat(200));
    assertThat(new AcceptEncoding(List.of(Coding.IDENTITY)).choose("gzip, *"))
        .isEqualTo(new AcceptEncoding.Choice(Coding.IDENTITY, false));
  }
}
