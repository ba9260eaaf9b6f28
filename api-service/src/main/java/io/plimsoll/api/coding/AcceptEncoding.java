package io.plimsoll.api.coding;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads {@code Accept-Encoding} (RFC 9110, 12.5.3). The greatest weight wins, among equals the
 * service's preference; identity that is not named is acceptable, and the last choice. Where
 * nothing is acceptable identity is sent all the same, as the RFC allows: never 406. Thread-safe.
 */
final class AcceptEncoding {
  private static final Pattern WEIGHT = Pattern.compile("[qQ]=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)");

  /** Clients send a handful of texts; others are read each time. */
  private static final int MAX_KNOWN = 1_000;

  private static final int MAX_LENGTH = 200;
  private static final Choice PLAIN = new Choice(Coding.IDENTITY, false);

  private final List<Coding> offered;
  private final Cache<String, Choice> known =
      Caffeine.newBuilder().maximumSize(MAX_KNOWN).executor(Runnable::run).build();

  /**
   * What a client wants.
   *
   * @param coding to be sent where it is worth it
   * @param must whether identity is refused: then it is sent even where it is not worth it
   */
  record Choice(Coding coding, boolean must) {}

  /** Offers codings besides identity, the preferred one first. */
  AcceptEncoding(List<Coding> offered) {
    this.offered = offered.stream().filter(c -> c != Coding.IDENTITY).toList();
  }

  /**
   * Of a request with this header.
   *
   * @param header all of its lines joined by commas
   */
  Choice choose(String header) {
    if (offered.isEmpty()) {
      return PLAIN;
    }
    return header.length() > MAX_LENGTH ? read(header) : known.get(header, this::read);
  }

  private Choice read(String header) {
    Map<Coding, BigDecimal> weights = new EnumMap<>(Coding.class);
    Optional<BigDecimal> others = Optional.empty();
    for (String member : header.split(",", -1)) {
      String[] parts = member.split(";", -1);
      String token = parts[0].strip();
      Optional<BigDecimal> weight = weight(parts);
      if (weight.isPresent() && token.equals("*")) {
        others = weight;
      } else if (weight.isPresent()) {
        // Named twice: what it refuses counts.
        Coding.of(token).ifPresent(c -> weights.merge(c, weight.get(), BigDecimal::min));
      }
    }
    return best(weights, others);
  }

  private Choice best(Map<Coding, BigDecimal> weights, Optional<BigDecimal> others) {
    Optional<BigDecimal> identity =
        Optional.ofNullable(weights.get(Coding.IDENTITY)).or(() -> others);
    boolean refused = identity.filter(w -> w.signum() == 0).isPresent();
    Coding best = Coding.IDENTITY;
    BigDecimal greatest = BigDecimal.ZERO;
    for (Coding coding : offered) {
      BigDecimal weight = weights.getOrDefault(coding, others.orElse(BigDecimal.ZERO));
      if (weight.compareTo(greatest) > 0) {
        best = coding;
        greatest = weight;
      }
    }
    boolean identityWanted = identity.filter(wantedOver(greatest)).isPresent();
    return best == Coding.IDENTITY || identityWanted ? PLAIN : new Choice(best, refused);
  }

  private static Predicate<BigDecimal> wantedOver(BigDecimal greatest) {
    return weight -> weight.compareTo(greatest) > 0;
  }

  /** 1 without one; empty when it is none, and then the member counts for nothing. */
  private static Optional<BigDecimal> weight(String[] parts) {
    if (parts.length == 1) {
      return Optional.of(BigDecimal.ONE);
    }
    String text = parts[1].strip();
    return parts.length == 2 && WEIGHT.matcher(text).matches()
        ? Optional.of(new BigDecimal(text.substring(2).replaceFirst("\\.$", "")))
        : Optional.empty();
  }
}
