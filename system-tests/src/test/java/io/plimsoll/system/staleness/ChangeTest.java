package io.plimsoll.system.staleness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ChangeTest {
  @Test
  void lines_asTestDecodingWritesThem_areRead() {
    assertThat(Change.parse("BEGIN 745")).hasValue(new Change.Begin(745));
    assertThat(Change.parse("COMMIT 745")).hasValue(new Change.End());
    assertThat(Change.parse("table public.box: INSERT: id[bigint]:1 version[bigint]:5"))
        .hasValue(new Change.Box(1, 5));
    assertThat(
            Change.parse(
                "table public.item: UPDATE: old-key: id[bigint]:3 box[bigint]:1 version[bigint]:5 new-tuple: id[bigint]:3 box[bigint]:2 version[bigint]:6 note[text]:'x'"))
        .hasValue(new Change.Item(3, 2, 6));
    assertThat(
            Change.parse("table public.item: DELETE: id[bigint]:3 box[bigint]:1 version[bigint]:5"))
        .hasValue(new Change.ItemGone(3));
    assertThat(Change.parse("table public.item: TRUNCATE: (no-flags)"))
        .hasValue(new Change.ItemsTruncated());
    assertThat(Change.parse("table plimsoll.heartbeat: UPDATE: id[integer]:1")).isEmpty();
  }
}
