package io.plimsoll.core.analysis.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeReaderTest {
  private static Node node(String text) {
    return (Node) NodeReader.read(text);
  }

  @Test
  void fields_ofEachKind_areRead() {
    Node node =
        node("{RANGETBLENTRY :rtekind 0 :inh true :lateral false :eref {ALIAS :aliasname a}}");

    assertThat(node.label()).isEqualTo("RANGETBLENTRY");
    assertThat(node.integer("rtekind")).isZero();
    assertThat(node.flag("inh")).isTrue();
    assertThat(node.flag("lateral")).isFalse();
    assertThat(node.flag("nothing")).isFalse();
    assertThat(node.child("eref").text("aliasname")).isEqualTo("a");
  }

  @Test
  void nothing_isAbsent() {
    Node node = node("{QUERY :cteList <> :rtable ({RTE :rtekind 1} <> {RTE :rtekind 2})}");

    assertThat(node.has("cteList")).isFalse();
    assertThat(node.nodes("cteList")).isEmpty();
    assertThat(node.node("cteList")).isEmpty();
    assertThat(node.list("rtable")).hasSize(3);
    assertThat(node.nodes("rtable")).hasSize(2);
  }

  @Test
  void emptyText_isNoAbsentOne() {
    assertThat(node("{ALIAS :aliasname \"\" :colnames (\"\" <>)}").text("aliasname")).isEmpty();
  }

  @Test
  void lists_nested_areRead() {
    assertThat(NodeReader.read("((a (b c) ()) d)"))
        .isEqualTo(List.of(List.of("a", List.of("b", "c"), List.of()), "d"));
  }

  @Test
  void lists_ofNumbers_keepTheirMark() {
    Node node = node("{ROWCOMPAREEXPR :opnos (o 412 413) :cols (b 8 9) :none (b)}");

    assertThat(node.list("opnos")).isEqualTo(List.of("o", "412", "413"));
    assertThat(node.list("cols")).isEqualTo(List.of("b", "8", "9"));
    assertThat(node.list("none")).isEqualTo(List.of("b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~~",
      quoteCharacter = '`',
      value = {
        "Odd\\ Name      ~~ Odd Name",
        "\\<>            ~~ <>",
        "a\\(b\\)\\{c\\} ~~ a(b){c}",
        "back\\\\slash   ~~ back\\slash",
        "\\\"quoted      ~~ \"quoted",
        "\\1st           ~~ 1st",
        "größe🚢         ~~ größe🚢",
        ":colon          ~~ :colon",
        "[               ~~ ["
      })
  void text_withEscapes_isRead(String written, String text) {
    assertThat(node("{ALIAS :aliasname " + written + " :colnames <>}").text("aliasname"))
        .isEqualTo(text);
  }

  @Test
  void strings_inLists_areWithoutQuotes() {
    Node node =
        node("{ALIAS :aliasname a :colnames (\"id\" \"Odd\\ Name\" \"say\\ \\\"x\\\"\" \"\")}");

    assertThat(node.list("colnames")).isEqualTo(List.of("id", "Odd Name", "say \"x\"", ""));
  }

  @Test
  void constant_hasItsBytes() {
    Node node =
        node("{CONST :constisnull false :location -1 :constvalue 4 [ -1 -1 -1 -1 0 0 0 0 ]} ");

    assertThat(node.list("constvalue"))
        .isEqualTo(List.of("-1", "-1", "-1", "-1", "0", "0", "0", "0"));
    assertThat(node.integer("location")).isEqualTo(-1);
  }

  @Test
  void constant_thatIsNull_hasNone() {
    Node node = node("{CONST :constisnull true :location -1 :constvalue <>}");

    assertThat(node.has("constvalue")).isFalse();
    assertThat(node.list("constvalue")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "RTE, RANGETBLENTRY",
    "CASE, CASEEXPR",
    "WHEN, CASEWHEN",
    "ARRAY, ARRAYEXPR",
    "ROW, ROWEXPR",
    "ROWCOMPARE, ROWCOMPAREEXPR",
    "COALESCE, COALESCEEXPR",
    "MINMAX, MINMAXEXPR",
    "COLLATE, COLLATEEXPR",
    "OPEXPR, OPEXPR"
  })
  void label_ofPostgres15_isThatOf16(String written, String label) {
    assertThat(node("{" + written + " :a 1}").label()).isEqualTo(label);
  }

  @Test
  void query_withinLists_isFound() {
    assertThat(NodeReader.query("(({QUERY :commandType 1}))").integer("commandType")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "<>",
        "{QUERY",
        "{QUERY :a",
        "{QUERY :a 1",
        "{QUERY a 1}",
        "({QUERY :a 1}",
        "{CONST :constvalue 4 [ 1 2"
      })
  void text_thatIsNoTree_isRefused(String text) {
    assertThatThrownBy(() -> NodeReader.read(text)).isInstanceOf(TreeException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"()", "(a)", "{OPEXPR :a 1}"})
  void tree_thatIsNoQuery_isRefused(String text) {
    assertThatThrownBy(() -> NodeReader.query(text)).isInstanceOf(TreeException.class);
  }

  @Test
  void field_thatIsMissingOrNoNumber_isTold() {
    Node node = node("{VAR :varno x}");

    assertThatThrownBy(() -> node.integer("varattno"))
        .hasMessageContaining("VAR has no text varattno");
    assertThatThrownBy(() -> node.integer("varno")).hasMessageContaining("VAR: varno is no number");
    assertThatThrownBy(() -> node.child("arg")).hasMessageContaining("VAR has no node arg");
  }

  @Test
  void nodes_ofEqualText_areNotEqual() {
    Node list = node("{FROMEXPR :fromlist ({VAR :a 1} {VAR :a 1})}");

    assertThat(list.nodes("fromlist").getFirst()).isNotEqualTo(list.nodes("fromlist").getLast());
  }
}
