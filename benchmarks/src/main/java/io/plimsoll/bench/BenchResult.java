package io.plimsoll.bench;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Everything that was measured. */
public record BenchResult(String command, boolean quick, Machine machine, List<Section> sections) {
  public BenchResult {
    sections = List.copyOf(sections);
  }

  /** Whether every bar was passed. */
  public boolean passed() {
    return sections.stream().allMatch(Section::passed);
  }

  /** As {@link Bench#run} prints it while it measures. */
  public String toText() {
    StringBuilder text = new StringBuilder(BenchText.head(this));
    sections.forEach(section -> text.append(BenchText.of(section)));
    return text.append(BenchText.verdict(sections)).toString();
  }

  /**
   * {@code {command, quick, passed, machine{…}, sections[{title, passed, figures[{group, name,
   * value, unit}], bars[{name, actual, bound, limit, unit, passed}]}]}}.
   */
  public String toJson() {
    JsonMapper json = JsonMapper.builder().build();
    ObjectNode root = json.createObjectNode();
    root.put("command", command).put("quick", quick).put("passed", passed());
    root.set("machine", json.valueToTree(machine));
    ArrayNode all = root.putArray("sections");
    for (Section section : sections) {
      ObjectNode node = all.addObject().put("title", section.title());
      node.put("passed", section.passed());
      node.set("figures", json.valueToTree(section.figures()));
      ArrayNode bars = node.putArray("bars");
      section
          .bars()
          .forEach(bar -> {
            ObjectNode one = json.valueToTree(bar);
            bars.add(one.put("passed", bar.passed()));
          });
    }
    return json.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }
}
