package io.plimsoll.core.cache.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.TestTime;
import io.plimsoll.core.cache.contract.CacheContractTest;
import io.plimsoll.core.config.ConfigException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A cache that a provider brings passes the suite, and is found by its name only. */
final class CacheProvidersTest extends CacheContractTest {
  private final TestTime time = new TestTime();

  @Override
  protected Cache cache() {
    return CacheProviders.find("reference")
        .open(new CacheProvider.Settings(1_000_000, time.clock(), () -> "epoch"));
  }

  @Override
  protected ServerClock clock() {
    return time.clock();
  }

  @Override
  protected void pass(Duration passed) {
    time.pass(passed);
  }

  @Test
  void nameOfNone_isRefused_andSaysWhichThereAre() {
    assertThatThrownBy(() -> CacheProviders.find("other"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("\"other\" (0 times); there are [reference]");
    assertThat(CacheProviders.find("reference")).isInstanceOf(ReferenceProvider.class);
  }
}
