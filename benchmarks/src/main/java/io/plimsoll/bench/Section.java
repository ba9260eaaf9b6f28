package io.plimsoll.bench;

import io.plimsoll.bench.load.Latencies;
import io.plimsoll.bench.load.LoadReport;
import io.plimsoll.bench.load.Served;
import java.util.ArrayList;
import java.util.List;

/** One measured subject. */
public record Section(String title, List<Figure> figures, List<Bar> bars) {
  public Section {
    figures = List.copyOf(figures);
    bars = List.copyOf(bars);
  }

  public boolean passed() {
    return bars.stream().allMatch(Bar::passed);
  }

  public static Builder of(String title) {
    return new Builder(title);
  }

  /** Collects figures as they are measured. */
  public static final class Builder {
    private final String title;
    private final List<Figure> figures = new ArrayList<>();
    private final List<Bar> bars = new ArrayList<>();

    private Builder(String title) {
      this.title = title;
    }

    public Builder figure(String group, String name, double value, String unit) {
      figures.add(new Figure(group, name, value, unit));
      return this;
    }

    Builder latencies(String group, Latencies latencies) {
      figure(group, "p50", latencies.millisAt(50), "ms");
      figure(group, "p90", latencies.millisAt(90), "ms");
      figure(group, "p99", latencies.millisAt(99), "ms");
      figure(group, "p99.9", latencies.millisAt(99.9), "ms");
      figure(group, "max", latencies.maxMillis(), "ms");
      return figure(group, "of", (double) latencies.count(), "");
    }

    /** A run whose every answer was to come from one place. */
    Builder run(String group, LoadReport report, Served wanted) {
      latencies(group, report.latencies());
      figure(group, "rate", report.perSecond(), "/s");
      return onlyServed(group, report, wanted);
    }

    Builder onlyServed(String group, LoadReport report, Served wanted) {
      if (report.other(wanted) > 0) {
        report.noHits().forEach((status, count) -> figure(group, status, (double) count, ""));
      }
      return bar(Bar.none(group + ": answers other than " + wanted, report.other(wanted)));
    }

    public Builder bar(Bar bar) {
      bars.add(bar);
      return this;
    }

    public Section build() {
      return new Section(title, figures, bars);
    }
  }
}
