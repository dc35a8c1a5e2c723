package org.gradienttransport.jobs.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The alert rules for Prometheus name metrics that a driver has. */
class AlertRulesTest {
  private static final Path FILE =
      Path.of(System.getProperty("repository.root")).resolve("deploy/prometheus/alerts.yaml");
  private static final Pattern SELECTED = Pattern.compile("__name__=~\"([^\"]+)\"");

  /** A metric as Spark's servlet for Prometheus writes it. */
  private static String served(String metric) {
    return "metrics_gradient_transport_driver_plugin_"
        + (GradientTransportPlugin.class.getName() + "." + metric).replaceAll("[^a-zA-Z0-9]", "_")
        + "_Value";
  }

  @Test
  void everyRuleSelectsMetricsOfTheDriver() throws IOException {
    MetricRegistry registry = new MetricRegistry();
    new RunMetrics().register(registry);
    List<String> served = registry.getNames().stream().map(AlertRulesTest::served).toList();
    List<Map<String, Object>> rules = rules();

    assertThat(rules).hasSizeGreaterThanOrEqualTo(4);
    for (Map<String, Object> rule : rules) {
      assertThat(rule).containsKeys("alert", "expr", "labels", "annotations");
      Matcher selected = SELECTED.matcher(rule.get("expr").toString());
      int count = 0;
      while (selected.find()) {
        count++;
        String pattern = selected.group(1);
        assertThat(served).as(pattern).anyMatch(name -> name.matches(pattern));
        // Each of several names has to be one.
        for (String name : alternatives(pattern)) {
          assertThat(served).as(name).anyMatch(one -> one.endsWith(name));
        }
      }
      assertThat(count).as("metrics of %s", rule.get("alert")).isPositive();
    }
  }

  private static List<String> alternatives(String pattern) {
    Matcher choice = Pattern.compile("(\\w+_)\\(([^)]+)\\)(\\w+)").matcher(pattern);
    List<String> names = new ArrayList<>();
    if (choice.find()) {
      for (String one : choice.group(2).split("\\|", -1)) {
        names.add(choice.group(1) + one + choice.group(3));
      }
    }
    return names;
  }

  @SuppressWarnings("unchecked") // YAML of our own file
  private static List<Map<String, Object>> rules() throws IOException {
    Object file = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(FILE));
    List<Map<String, Object>> groups =
        (List<Map<String, Object>>) ((Map<String, Object>) file).get("groups");
    return (List<Map<String, Object>>) groups.get(0).get("rules");
  }
}
