package io.plimsoll.core.cache.spi;

import io.plimsoll.core.config.ConfigException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeSet;

/** Those on the class path. */
public final class CacheProviders {
  private CacheProviders() {}

  /**
   * The one of a name.
   *
   * @throws ConfigException when there is none, or two; says which there are
   */
  public static CacheProvider find(String name) {
    SortedSet<String> names = new TreeSet<>();
    List<CacheProvider> found =
        ServiceLoader.load(CacheProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .peek(provider -> names.add(provider.name()))
            .filter(provider -> provider.name().equals(name))
            .toList();
    if (found.size() != 1) {
      throw new ConfigException(
          List.of(
              "cache.provider: must be one on the class path, was \"%s\" (%d times); there are %s"
                  .formatted(name, found.size(), names)));
    }
    return found.getFirst();
  }
}
