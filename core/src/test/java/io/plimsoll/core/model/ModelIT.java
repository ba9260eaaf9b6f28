package io.plimsoll.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.model.ModelTable.Reached;
import io.plimsoll.core.model.ModelTable.Switch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The model of {@code docs/model}, each configuration exhausted; and with each rule off, the
 * counterexample. {@code -Dplimsoll.long=true} adds wider scopes: minutes instead of seconds.
 */
final class ModelIT {
  /** No trace needs them, since another rule keeps out the same; the README says which. */
  private static final Set<String> SECOND_LOCKS = Set.of("FillEpoch");

  /** A configuration in a scope: some constants have other values. */
  record Scope(String configuration, Map<String, String> constants) {}

  static List<Scope> scopes() throws IOException {
    List<Scope> scopes = new ArrayList<>();
    Tlc.configurations().forEach(name -> scopes.add(new Scope(name, Map.of())));
    if (Boolean.getBoolean("plimsoll.long")) {
      scopes.add(new Scope("Fill", Map.of("Readers", "{r1, r2}")));
      scopes.add(new Scope("Fill-tiers", Map.of("Xids", "3", "Readers", "{r1}")));
      scopes.add(new Scope("Gap", Map.of("Xids", "4", "Standby", "FALSE")));
      scopes.add(new Scope("Stream", Map.of("MaxEpochs", "4", "Restarts", "1")));
      scopes.add(new Scope("Stream-failover", Map.of("Changes", "3", "MaxEpochs", "4")));
      scopes.add(new Scope("Crash-async", Map.of("Xids", "3")));
      scopes.add(new Scope("Token-loss", Map.of("Xids", "2")));
      scopes.add(new Scope("Bound-failover", Map.of("Ticks", "6")));
    }
    return scopes;
  }

  @ParameterizedTest
  @MethodSource("scopes")
  void model_withAllRules_holdsInEveryState(Scope scope) throws Exception {
    Tlc.Result result = Tlc.check(scope.configuration(), scope.constants());

    assertThat(result.exhausted()).as("exhausted without an error:%n%s", result.text()).isTrue();
  }

  static List<Switch> switches() throws IOException {
    return ModelTable.switches();
  }

  @ParameterizedTest
  @MethodSource("switches")
  void model_withoutRule_findsCounterexample(Switch rule) throws Exception {
    Tlc.Result result =
        Tlc.check(rule.configuration(), Map.of(rule.constant(), rule.value()), rule.property());

    assertThat(result.violated()).as(result.text()).isEqualTo(rule.property());
    assertThat(result.states()).as(result.text()).isBetween(2, rule.states());
  }

  static List<Reached> reached() throws IOException {
    return ModelTable.reached();
  }

  @ParameterizedTest
  @MethodSource("reached")
  void model_withAllRules_reachesHit(Reached hit) throws Exception {
    Tlc.Result result = Tlc.check(hit.configuration(), Map.of(), hit.property());

    assertThat(result.violated()).as(result.text()).isEqualTo(hit.property());
    assertThat(result.states()).as(result.text()).isBetween(2, hit.states());
  }

  @Test
  void table_ofReadme_hasEveryRuleOfTheModules() throws IOException {
    List<String> rules = new ArrayList<>();
    for (String module : Tlc.modules()) {
      rules.addAll(ModelTable.rules(module));
    }
    rules.removeAll(SECOND_LOCKS);

    assertThat(rules).hasSizeGreaterThan(30);
    assertThat(switches().stream().map(Switch::constant).distinct())
        .containsExactlyInAnyOrderElementsOf(Set.copyOf(rules));
    assertThat(switches().stream().map(Switch::configuration)).isSubsetOf(Tlc.configurations());
  }
}
