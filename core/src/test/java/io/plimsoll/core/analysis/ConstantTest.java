package io.plimsoll.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.analysis.tree.Node;
import io.plimsoll.core.analysis.tree.NodeReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes are as a little-endian Postgres shows them. */
class ConstantTest {
  private static final long TYPE = 1;
  private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);

  private final FakeSchema schema = new FakeSchema();

  private Optional<String> text(String type, byte... bytes) {
    return text(new Schema.Type(type, 'b', true, 0, 0), bytes);
  }

  private Optional<String> text(Schema.Type type, byte... bytes) {
    schema.types.put(TYPE, type);
    StringBuilder value = new StringBuilder();
    for (byte b : bytes) {
      value.append(b).append(' ');
    }
    Node node =
        (Node)
            NodeReader.read(
                "{CONST :consttype %d :constisnull false :constvalue %d [ %s]}"
                    .formatted(TYPE, bytes.length, value));
    return Constant.text(node, schema);
  }

  /** By value: eight bytes, whatever the type. */
  private static byte[] datum(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  private static byte[] varlena(byte[] text) {
    int length = Integer.BYTES + text.length;
    return ByteBuffer.allocate(length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(length << 2)
        .put(text)
        .array();
  }

  private static byte[] varlena(String text, Charset charset) {
    return varlena(text.getBytes(charset));
  }

  @ParameterizedTest
  @CsvSource({
    "int2, 7, 7",
    "int2, -32768, -32768",
    "int4, -7, -7",
    "int4, 2147483647, 2147483647",
    "int8, -9223372036854775808, -9223372036854775808",
    "bool, 1, true",
    "bool, 0, false"
  })
  void number_hasItsText(String type, long value, String text) {
    assertThat(text(type, datum(value))).contains(text);
  }

  @Test
  void smallNumber_whoseUpperBytesAreNotItsOwn_hasItsText() {
    assertThat(text("int4", datum(0x7fff_ffff_0000_0005L))).contains("5");
    assertThat(text("int2", datum(0x1234_fff9L))).contains("-7");
    assertThat(text("bool", datum(0x100L))).contains("false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2000-01-01", "1969-07-20", "2026-01-31", "0001-01-01", "9999-12-31"})
  void date_hasItsText(String date) {
    long day = EPOCH.until(LocalDate.parse(date), ChronoUnit.DAYS);

    assertThat(text("date", datum(day))).contains(date);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, Integer.MIN_VALUE, 2_921_940, -730_120})
  void date_thatIsInfiniteOrOfAnotherMillennium_hasNone(int day) {
    assertThat(text("date", datum(day))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "it's", "größer 🚢", "{a,b} \\ \"c\""})
  void text_hasItself(String text) {
    assertThat(text("text", varlena(text, StandardCharsets.UTF_8))).contains(text);
    assertThat(text("varchar", varlena(text, StandardCharsets.UTF_8))).contains(text);
  }

  @Test
  void text_outsideOfAscii_inAnotherEncoding_hasNone() {
    schema.utf8 = false;

    assertThat(text("text", varlena("größer", StandardCharsets.ISO_8859_1))).isEmpty();
    assertThat(text("text", varlena("larger", StandardCharsets.ISO_8859_1))).contains("larger");
  }

  @Test
  void text_whoseHeaderIsOfAnotherForm_hasNone() {
    assertThat(text("text", new byte[] {0, 0, 0, 20, 97})).as("big-endian").isEmpty();
    assertThat(text("text", new byte[] {5, 97})).as("short").isEmpty();
    assertThat(text("text", new byte[] {22, 0, 0, 0, 97})).as("compressed").isEmpty();
  }

  @Test
  void uuid_hasItsTextInLowerCase() {
    byte[] bytes = new byte[16];
    bytes[0] = (byte) 0xAB;
    bytes[15] = 1;

    assertThat(text("uuid", bytes)).contains("ab000000-0000-0000-0000-000000000001");
    assertThat(text("uuid", new byte[8])).isEmpty();
  }

  @Test
  void enum_hasItsLabel() {
    schema.labels.put(4_000_000_000L, "open");
    Schema.Type status = new Schema.Type("status", 'e', false, 0, 0);

    assertThat(text(status, datum(4_000_000_000L))).contains("open");
    assertThat(text(status, datum(5))).as("a label that is gone").isEmpty();
  }

  @Test
  void null_hasNone() {
    schema.types.put(TYPE, new Schema.Type("int4", 'b', true, 0, 0));
    Node node = (Node) NodeReader.read("{CONST :consttype 1 :constisnull true :constvalue <>}");

    assertThat(Constant.text(node, schema)).isEmpty();
  }

  @Test
  void otherTypes_haveNone() {
    assertThat(text("numeric", varlena(new byte[] {0, 0, 1, 0}))).isEmpty();
    assertThat(text("timestamptz", datum(0))).isEmpty();
    assertThat(text(new Schema.Type("int4", 'b', false, 0, 0), datum(0)))
        .as("somebody's own int4")
        .isEmpty();
  }
}
