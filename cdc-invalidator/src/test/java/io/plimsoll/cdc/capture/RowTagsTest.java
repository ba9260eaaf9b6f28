package io.plimsoll.cdc.capture;

import static io.plimsoll.cdc.capture.Rows.TABLE;
import static io.plimsoll.cdc.capture.Rows.identity;
import static io.plimsoll.cdc.capture.Rows.image;
import static io.plimsoll.cdc.capture.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.cdc.capture.TableIdentity.Kind;
import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TagShape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowTagsTest {
  private static final TagHash HASH = new TagHash("0123456789abcdef");
  private static final Optional<RowImage> NONE = Optional.empty();
  private static final Optional<RowImage> OLD = Optional.of(image("id", "1", "owner", "10"));
  private static final Optional<RowImage> NEW = Optional.of(image("id", "1", "owner", "11"));

  private final RowTags byKey = new RowTags(List.of(shape("id")), HASH);
  private final RowTags byOwner = new RowTags(List.of(shape("owner")), HASH);
  private final Set<String> tags = new HashSet<>();

  @Test
  void collect_updateUnderFull_hasOldAndNewValues() {
    assertThat(collect(byOwner, row('u', OLD, NEW), Kind.FULL)).isTrue();
    assertThat(tags).containsExactlyInAnyOrder(tag("owner", "10"), tag("owner", "11"));
  }

  @Test
  void collect_updateUnderFullWithoutOldRow_isAnUnknownKey() {
    collect(byOwner, row('u', NONE, NEW), Kind.FULL);
    assertThat(tags).containsExactly(unknown("owner"));
  }

  @Test
  void collect_updateUnderKey_knowsTheKeyOnly() {
    assertThat(collect(byKey, row('u', NONE, NEW), Kind.KEY)).isTrue();
    assertThat(tags).containsExactly(tag("id", "1"));
    tags.clear();
    collect(byOwner, row('u', NONE, NEW), Kind.KEY);
    assertThat(tags).containsExactly(unknown("owner"));
  }

  @Test
  void collect_severalShapesOfWhichOneIsHidden_tellsTheOthers() {
    RowTags three = new RowTags(List.of(shape("owner"), shape("id"), shape("id", "owner")), HASH);

    assertThat(collect(three, row('u', NONE, NEW), Kind.KEY)).isTrue();
    assertThat(tags)
        .containsExactlyInAnyOrder(tag("id", "1"), unknown("owner"), unknown("id", "owner"));
  }

  @Test
  void collect_deleteUnderKey_neverReadsMadeUpValues() {
    Optional<RowImage> madeUp = Optional.of(image("id", "1", "owner", "0"));

    assertThat(collect(byKey, row('d', madeUp, NONE), Kind.KEY)).isTrue();
    collect(byOwner, row('d', madeUp, NONE), Kind.KEY);
    assertThat(tags).containsExactlyInAnyOrder(tag("id", "1"), unknown("owner"));
  }

  @Test
  void collect_insert_needsNoOldRow() {
    assertThat(collect(byOwner, row('c', NONE, NEW), Kind.OTHER)).isTrue();
    assertThat(tags).containsExactly(tag("owner", "11"));
  }

  @ParameterizedTest
  @ValueSource(chars = {'u', 'd', 't'})
  void collect_changeUnderAnotherIdentity_isAnUnknownKey(char operation) {
    collect(byKey, row(operation, OLD, NEW), Kind.OTHER);
    assertThat(tags).containsExactly(unknown("id"));
  }

  @ParameterizedTest
  @ValueSource(chars = {'c', 'u', 'd'})
  void collect_withoutAnIdentity_isNotKnown(char operation) {
    assertThat(byKey.collect(TABLE, row(operation, OLD, NEW), Optional.empty(), tags)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void collect_columnWithNondeterministicCollation_isAnUnknownKey(Kind kind) {
    TableIdentity fuzzy = identity(kind, "owner");

    assertThat(byOwner.collect(TABLE, row('c', NONE, NEW), Optional.of(fuzzy), tags)).isTrue();
    assertThat(tags).containsExactly(unknown("owner"));
  }

  @Test
  void collect_nullInAColumn_hasNoTag() {
    Optional<RowImage> orphan = Optional.of(image("id", "1", "owner", "null"));

    assertThat(collect(byOwner, row('c', NONE, orphan), Kind.FULL)).isTrue();
    assertThat(tags).isEmpty();
  }

  @Test
  void collect_columnThatIsNotThere_isAnUnknownKey() {
    RowTags other = new RowTags(List.of(shape("id", "gone")), HASH);

    collect(other, row('c', NONE, NEW), Kind.FULL);
    assertThat(tags).containsExactly(unknown("gone", "id"));
  }

  @Test
  void collect_oneOfSeveralColumnsWithNondeterministicCollation_isAnUnknownKey() {
    RowTags both = new RowTags(List.of(shape("id", "owner")), HASH);
    TableIdentity fuzzy = identity(Kind.FULL, "owner");

    assertThat(both.collect(TABLE, row('c', NONE, NEW), Optional.of(fuzzy), tags)).isTrue();
    assertThat(tags).containsExactly(unknown("id", "owner"));
  }

  @Test
  void collect_deleteUnderKeyWithoutOldRow_isAnUnknownKey() {
    collect(byKey, row('d', NONE, NONE), Kind.KEY);
    assertThat(tags).containsExactly(unknown("id"));
  }

  @Test
  void collect_severalShapes_tellsTheTagsOfEach() {
    RowTags both = new RowTags(List.of(shape("id"), shape("owner")), HASH);

    assertThat(collect(both, row('c', NONE, NEW), Kind.KEY)).isTrue();
    assertThat(tags).containsExactlyInAnyOrder(tag("id", "1"), tag("owner", "11"));
  }

  @Test
  void collect_updateUnderFullWhoseNewValueIsHidden_tellsTheOldOneAndAnUnknownKey() {
    Optional<RowImage> hidden = Optional.of(image("id", "1"));

    collect(byOwner, row('u', OLD, hidden), Kind.FULL);
    assertThat(tags).containsExactlyInAnyOrder(tag("owner", "10"), unknown("owner"));
  }

  @Test
  void shapes_addedAndTakenAway_areOthersOfAnotherVersion() {
    RowTags both = byKey.with(shape("owner"));

    assertThat(both.version()).isEqualTo(HASH.version(List.of(shape("owner"), shape("id"))));
    assertThat(both.with(shape("id"))).isSameAs(both);
    assertThat(both.without(shape("owner")).version()).isEqualTo(byKey.version());
    assertThat(byKey.without(shape("id")).none(TABLE)).isTrue();
    assertThat(byKey.without(shape("owner"))).isSameAs(byKey);
  }

  @Test
  void kind_isWhatPostgresCallsIt() {
    assertThat(List.of(Kind.of("d"), Kind.of("f"), Kind.of("i"), Kind.of("n")))
        .containsExactly(Kind.KEY, Kind.FULL, Kind.OTHER, Kind.OTHER);
  }

  private boolean collect(RowTags rowTags, Captured.Row row, Kind kind) {
    return rowTags.collect(TABLE, row, Optional.of(identity(kind)), tags);
  }

  private static TagShape shape(String... columns) {
    return new TagShape(TABLE, List.of(columns));
  }

  private static String unknown(String... columns) {
    return HASH.of(new Tag.UnknownKey(TABLE, List.of(columns)));
  }

  private static String tag(String column, String value) {
    return HASH.of(new Tag.Keyed(TABLE, Map.of(column, value)));
  }
}
