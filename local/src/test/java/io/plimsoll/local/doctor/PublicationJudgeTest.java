package io.plimsoll.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublicationJudgeTest {
  private static final PublicationFacts.Publication ALL =
      new PublicationFacts.Publication(false, List.of(), false);
  private static final PublicationFacts.Table TABLE =
      new PublicationFacts.Table(
          "public.a", "public.a", "public", "r", true, true, false, true, true, true);

  @Test
  void judge_everythingPublished_isOk() {
    PublicationFacts.Table view =
        new PublicationFacts.Table(
            "public.v", "public.v", "public", "v", true, false, false, false, true, true);
    Judged.assertHealthy(judge(TABLE, view));
  }

  @Test
  void judge_noPublication_fails() {
    assertThat(Judged.of(judge(Optional.empty(), TABLE), "postgres-publication"))
        .containsExactly("FAIL there is no publication plimsoll");
  }

  @Test
  void judge_operationsOrKindOfPublication_areTold() {
    List<Finding> some =
        judge(
            Optional.of(
                new PublicationFacts.Publication(false, List.of("delete", "truncate"), false)),
            TABLE);
    assertThat(Judged.of(some, "postgres-publication"))
        .containsExactly("FAIL not published: delete, truncate");
    assertThat(Judged.fix(some, "postgres-publication").safe()).isTrue();
    assertThat(
            Judged.fix(
                    judge(
                        Optional.of(new PublicationFacts.Publication(true, List.of(), false)),
                        TABLE),
                    "postgres-publication")
                .safe())
        .isFalse();
    assertThat(
            Judged.of(
                    judge(
                        Optional.of(new PublicationFacts.Publication(false, List.of(), true)),
                        TABLE),
                    "postgres-publication")
                .getFirst())
        .startsWith("WARN");
  }

  @Test
  void judge_unpublishedTable_isAddedUnderALock() {
    List<Finding> findings =
        judge(
            new PublicationFacts.Table(
                "S.o'", "\"S\".\"o'\"", "\"S\"", "r", true, false, false, true, false, true));
    assertThat(Judged.of(findings, "postgres-published"))
        .containsExactly("FAIL S.o' is not published");
    assertThat(Judged.fix(findings, "postgres-published"))
        .isEqualTo(
            new Fix.Sql(
                "lock table only \"S\".\"o'\" in share row exclusive mode; alter publication plimsoll add table only \"S\".\"o'\";"
                    + " insert into plimsoll.watched values ('\"S\".\"o''\"'::regclass, 'S.o''') on conflict (relation) do update set name = excluded.name"));
  }

  @Test
  void judge_unpublishedTableWithoutKey_isForAPerson() {
    List<Finding> findings =
        judge(
            new PublicationFacts.Table(
                "public.n", "public.n", "public", "r", true, false, false, false, true, true));
    assertThat(Judged.fix(findings, "postgres-published").safe()).isFalse();
    assertThat(Judged.fix(findings, "postgres-published").text())
        .startsWith("alter table public.n replica identity full;");
  }

  @Test
  void judge_filterGrantAndMissingTable_areTold() {
    List<Finding> findings =
        PublicationJudge.judge(
            new PublicationFacts(
                "plimsoll",
                Optional.of(ALL),
                List.of(
                    new PublicationFacts.Table(
                        "public.a",
                        "public.a",
                        "public",
                        "r",
                        true,
                        true,
                        true,
                        true,
                        true,
                        false)),
                List.of("public.gone")));
    assertThat(Judged.of(findings, "postgres-published"))
        .containsExactly("FAIL public.gone is no table or view of this database");
    assertThat(Judged.of(findings, "postgres-publication-filters"))
        .containsExactly("FAIL public.a is published with a row filter or a column list");
    assertThat(Judged.fix(findings, "postgres-publication-filters").safe()).isFalse();
    assertThat(Judged.fix(findings, "postgres-reader-grants"))
        .isEqualTo(
            new Fix.Sql(
                "grant usage on schema public to plimsoll_reader; grant select on public.a to plimsoll_reader"));
  }

  @Test
  void judge_unloggedAndForeignTables_areOnlyWarnedOf() {
    List<Finding> findings =
        judge(
            new PublicationFacts.Table(
                "public.u", "public.u", "public", "r", false, false, false, true, false, true),
            new PublicationFacts.Table(
                "public.f", "public.f", "public", "f", true, false, false, true, false, true));
    assertThat(Judged.of(findings, "postgres-published"))
        .containsExactly(
            "WARN public.u is unlogged: its changes are not in the WAL",
            "WARN public.f is a foreign table: its changes are not in the WAL");
  }

  @Test
  void judge_hiddenOldValues_warnWithTheCost() {
    List<Finding> findings =
        IdentityJudge.judge(
            new IdentityFacts(
                List.of(
                    new IdentityFacts.Column("public.a", "id", "d", true, false, 4),
                    new IdentityFacts.Column("public.a", "author", "d", false, false, 4),
                    new IdentityFacts.Column("public.a", "tag", "d", false, true, 300))));
    assertThat(Judged.of(findings, "postgres-replica-identity"))
        .containsExactly("WARN public.a does not tell author, tag (REPLICA IDENTITY DEFAULT)");
    assertThat(Judged.fix(findings, "postgres-replica-identity").text())
        .startsWith("alter table public.a replica identity full; -- costs");
    assertThat(Judged.fix(findings, "postgres-replica-identity").safe()).isFalse();
    assertThat(Judged.of(findings, "postgres-toast-keys"))
        .containsExactly("WARN public.a.tag has 300 bytes on average");
  }

  @Test
  void judge_toldOldValuesAndShortKeys_areOk() {
    Judged.assertHealthy(IdentityJudge.judge(new IdentityFacts(List.of())));
    Judged.assertHealthy(
        IdentityJudge.judge(
            new IdentityFacts(
                List.of(new IdentityFacts.Column("public.a", "slug", "f", true, true, 12)))));
  }

  private static List<Finding> judge(PublicationFacts.Table... tables) {
    return judge(Optional.of(ALL), tables);
  }

  private static List<Finding> judge(
      Optional<PublicationFacts.Publication> publication, PublicationFacts.Table... tables) {
    return PublicationJudge.judge(
        new PublicationFacts("plimsoll", publication, List.of(tables), List.of()));
  }
}
