package io.plimsoll.api.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many go together, and how many statements run at once. */
final class CompanyTest {
  private static final int MOST = 16;
  private static final int PLACES = 8;

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
    assertThat(company.size()).isEqualTo(MOST);
  }

  @Test
  void whatTakesLonger_goesInSmallerCompany_orAlone() {
    alone(Duration.ofMillis(5));
    assertThat(company.size()).isEqualTo(4);
    Company slow = new Company(MOST, () -> now);
    slow.alone(Duration.ofMillis(21).toNanos());
    assertThat(slow.size()).isEqualTo(1);
  }

  @Test
  void size_isByWhatAReadTakesInCompany_whereThatIsKnown() {
    alone(Duration.ofMillis(10));
    assertThat(company.size()).isEqualTo(2);
    together(1, Duration.ofMillis(4), 2);
    assertThat(company.size()).isEqualTo(5);
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
    company.enter();
    assertThat(company.hasPlace(PLACES)).isFalse();
    company.leave();
    assertThat(company.hasPlace(PLACES)).isTrue();
  }

  @Test
  void companyThatIsWorse_endsForAMinute_andIsTriedAgain() {
    alone(Duration.ofMillis(1));
    together(19, Duration.ofNanos(2_100_000), 4);
    assertThat(company.size()).as("too early to tell").isGreaterThan(1);
    together(1, Duration.ofNanos(2_100_000), 4);
    assertThat(company.size()).isEqualTo(1);
    assertThat(company.places(PLACES)).isEqualTo(PLACES);
    now += Duration.ofSeconds(59).toNanos();
    assertThat(company.size()).isEqualTo(1);
    now += Duration.ofSeconds(1).toNanos();
    assertThat(company.size()).as("what it was is forgotten").isEqualTo(MOST);
    together(19, Duration.ofNanos(2_100_000), 4);
    assertThat(company.size()).as("too early to tell, again").isGreaterThan(1);
  }

  @Test
  void companyThatIsALittleWorse_goesOn() {
    alone(Duration.ofMillis(1));
    together(50, Duration.ofNanos(1_900_000), 4);
    assertThat(company.size()).isGreaterThan(1);
  }

  @Test
  void statementThatHasFailed_endsItForAMinute() {
    alone(Duration.ofMillis(1));
    company.failed();
    assertThat(company.size()).isEqualTo(1);
    now += Duration.ofMinutes(1).toNanos();
    assertThat(company.size()).isEqualTo(MOST);
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
