package io.plimsoll.api.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many go together, and how many statements run at once. */
final class CompanyTest {
  private static final int MOST = 16;
  private static final int PLACES = 8;
  private static final Duration REST = Duration.ofSeconds(1);

  private long now = Long.MAX_VALUE - 1_000; // a clock may begin anywhere
  private final Company company = new Company(MOST, () -> now);

  private void alone(Duration read) {
    company.alone(read.toNanos());
  }

  private void together(int times, Duration read, int reads) {
    for (int i = 0; i < times; i++) {
      company.together(read.toNanos() * reads, reads);
    }
  }

  @Test
  void readOfWhichNothingIsKnown_goesAlone() {
    assertThat(company.size()).isEqualTo(1);
    assertThat(company.places(PLACES)).isEqualTo(PLACES);
    alone(Duration.ofMillis(1));
    for (int size : new int[] {2, 4, 8, 16, 16}) {
      assertThat(company.size()).isEqualTo(size);
      together(1, Duration.ofNanos(100_000), size);
    }
  }

  @Test
  void firstOnes_goByOneStatementAtATime() {
    alone(Duration.ofMillis(1));
    company.begins();
    assertThat(company.size()).isEqualTo(1);
    company.ended();
    assertThat(company.size()).isEqualTo(2);
    together(20, Duration.ofNanos(100_000), 2);
    company.begins();
    assertThat(company.size()).isEqualTo(MOST);
  }

  @Test
  void secondOfTheFirst_thatIsLate_endsIt() {
    alone(Duration.ofMillis(1));
    together(1, Duration.ofMillis(30), 2);
    assertThat(company.size()).as("one may have been late by itself").isEqualTo(4);
    together(1, Duration.ofNanos(20_000_001), 2);
    assertThat(company.size()).isEqualTo(1);
    now += REST.toNanos();
    together(1, Duration.ofMillis(30), 2);
    assertThat(company.size()).as("the others are forgotten").isEqualTo(4);
  }

  @Test
  void machineThatMakesReadsLate_isNoReason_whetherAloneOrNot() {
    for (int i = 0; i < 100; i++) {
      lateOneOfTwenty(() -> alone(Duration.ofMillis(1)), () -> alone(Duration.ofMillis(50)));
    }
    for (int i = 0; i < 100; i++) {
      lateOneOfTwenty(
          () -> together(1, Duration.ofNanos(100_000), 8),
          () -> together(1, Duration.ofMillis(10), 8));
    }
    assertThat(company.size()).isEqualTo(MOST);
  }

  private static void lateOneOfTwenty(Runnable quick, Runnable late) {
    for (int i = 0; i < 19; i++) {
      quick.run();
    }
    late.run();
  }

  @Test
  void machineThatMakesReadsLate_hidesNotThatCompanyDoesMore() {
    for (int i = 0; i < 100; i++) {
      lateOneOfTwenty(() -> alone(Duration.ofMillis(1)), () -> alone(Duration.ofMillis(50)));
    }
    for (int i = 0; i < 200; i++) {
      together(4, Duration.ofNanos(100_000), 8);
      together(1, Duration.ofMillis(10), 8);
    }
    assertThat(company.size()).as("one of five").isEqualTo(1);
  }

  @Test
  void whatTakesLonger_goesInSmallerCompany_orAlone() {
    alone(Duration.ofMillis(5));
    together(2, Duration.ofMillis(5), 2);
    assertThat(company.size()).isEqualTo(4);
    Company slow = new Company(MOST, () -> now);
    slow.alone(Duration.ofMillis(21).toNanos());
    assertThat(slow.size()).isEqualTo(1);
  }

  @Test
  void readThatGetsTooSlowForTwo_goesAlone_andIsTriedAgain() {
    alone(Duration.ofMillis(9));
    together(1, Duration.ofNanos(10_000_001), 2);
    assertThat(company.size()).isEqualTo(1);
    now += REST.toNanos();
    assertThat(company.size()).isEqualTo(2);
  }

  @Test
  void fewStatementsRun_whereCompanySavesMuch_allPlacesWhereItSavesNothing() {
    alone(Duration.ofMillis(1));
    together(19, Duration.ofNanos(100_000), 4);
    assertThat(company.places(PLACES)).as("too early to tell").isEqualTo(PLACES);
    together(1, Duration.ofNanos(100_000), 4);
    assertThat(company.places(PLACES)).as("a tenth of 8").isEqualTo(1);
    together(100, Duration.ofNanos(500_000), 4);
    assertThat(company.places(PLACES)).isBetween(4, 5);
    together(100, Duration.ofNanos(1_100_000), 4);
    assertThat(company.places(PLACES)).isEqualTo(PLACES);
  }

  @Test
  void place_isTaken_andGivenBack() {
    alone(Duration.ofMillis(1));
    together(20, Duration.ofNanos(100_000), 4);
    assertThat(company.hasPlace(PLACES)).isTrue();
    company.enter(now);
    assertThat(company.hasPlace(PLACES)).isFalse();
    company.leave(now);
    assertThat(company.hasPlace(PLACES)).isTrue();
  }

  @Test
  void statementThatTakesTooLong_isNotWaitedFor() {
    alone(Duration.ofMillis(1));
    together(20, Duration.ofNanos(100_000), 4);
    long began = now;
    company.enter(began);
    now += Duration.ofMillis(20).toNanos();
    assertThat(company.hasPlace(PLACES)).isFalse();
    now++;
    assertThat(company.hasPlace(PLACES)).isTrue();
    company.enter(now);
    company.leave(began);
    assertThat(company.hasPlace(PLACES)).as("the other one runs").isFalse();
  }

  @Test
  void statementsThatMadeTheOthersWait_endIt_ifTheyAreMoreThanAFew() {
    alone(Duration.ofMillis(1));
    for (int i = 0; i < 10; i++) {
      together(200, Duration.ofNanos(100_000), 8);
      together(1, Duration.ofMillis(10), 8);
    }
    assertThat(company.size()).as("one of 200").isEqualTo(MOST);
    for (int i = 0; i < 20; i++) {
      together(20, Duration.ofNanos(100_000), 8);
      together(1, Duration.ofMillis(10), 8);
    }
    assertThat(company.size()).as("one of 20, although the mean is good").isEqualTo(1);
  }

  @Test
  void rest_isLongerEachTime_upToAnHour_andShortAgainAfterManyThatDidGood() {
    alone(Duration.ofMillis(1));
    for (int times = 1; times <= 2_048; times *= 2) {
      company.failed();
      assertRests(REST.multipliedBy(times));
    }
    company.failed();
    assertRests(Duration.ofHours(1));
    company.failed();
    assertRests(Duration.ofHours(1));
    together(1_000, Duration.ofNanos(100_000), 4);
    company.failed();
    assertRests(REST);
  }

  private void assertRests(Duration time) {
    now += time.toNanos() - 1;
    assertThat(company.size()).isEqualTo(1);
    now++;
    assertThat(company.size()).isEqualTo(2);
  }

  @Test
  void companyThatIsWorse_ends_andIsLearntAnew() {
    alone(Duration.ofMillis(1));
    together(20, Duration.ofNanos(100_000), 4);
    together(60, Duration.ofNanos(2_200_000), 4);
    assertThat(company.size()).isEqualTo(1);
    assertThat(company.places(PLACES)).isEqualTo(PLACES);
    now += REST.toNanos() - 1;
    assertThat(company.size()).isEqualTo(1);
    now++;
    assertThat(company.size()).as("what it was is forgotten").isEqualTo(2);
  }

  @Test
  void companyThatIsALittleWorse_goesOn() {
    alone(Duration.ofMillis(1));
    together(50, Duration.ofNanos(1_900_000), 4);
    assertThat(company.size()).isGreaterThan(1);
  }

  @Test
  void statementThatHasFailed_endsItForAWhile() {
    alone(Duration.ofMillis(1));
    company.failed();
    company.failed(); // of others that ran at the same time
    company.failed();
    assertRests(REST);
    company.failed();
    assertRests(REST.multipliedBy(2));
  }

  @Test
  void oneThatWaitedForALock_decidesNothing() {
    alone(Duration.ofMillis(1));
    together(30, Duration.ofNanos(200_000), 4);
    together(1, Duration.ofSeconds(10), 4);
    assertThat(company.size()).isEqualTo(MOST);
    together(40, Duration.ofSeconds(10), 4);
    assertThat(company.size()).as("all do").isEqualTo(1);
  }
}
