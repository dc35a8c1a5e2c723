package org.gradienttransport.jobs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFilesTest {
  /** What an operator alone decides, or what hangs a machine that does not have it. */
  private static final List<Pattern> NOT_OURS =
      List.of(
          Pattern.compile("spark\\.master"),
          Pattern.compile("spark\\.submit\\.deployMode"),
          Pattern.compile("spark\\..*resource.*"),
          Pattern.compile("spark\\.(driver|executor)\\.(memory|cores|instances).*"),
          Pattern.compile("spark\\.cores\\.max"),
          Pattern.compile("spark\\.eventLog\\.dir"));

  private static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    return properties;
  }

  @ParameterizedTest
  @ValueSource(strings = {"conf/spark-defaults.local.conf", "conf/spark-defaults.cluster.conf"})
  void sparkDefaultsLeaveTheOperatorsSettingsAlone(String file) throws IOException {
    Properties settings = properties(Repository.file(file));

    assertThat(settings).isNotEmpty();
    for (String key : settings.stringPropertyNames()) {
      assertThat(key).startsWith("spark.");
      assertThat(settings.getProperty(key)).as(key).isNotBlank();
      assertThat(NOT_OURS).as(key).noneMatch(pattern -> pattern.matcher(key).matches());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"conf/metrics.properties", "conf/spark-defaults.cluster.conf"})
  void everyMetricsClassIsInSpark(String file) throws Exception {
    Properties settings = properties(Repository.file(file));
    List<String> classes =
        settings.stringPropertyNames().stream()
            .filter(key -> key.endsWith(".class"))
            .map(settings::getProperty)
            .toList();

    assertThat(classes).contains("org.apache.spark.metrics.sink.PrometheusServlet");
    for (String name : classes) {
      assertThat(Class.forName(name).getName()).isEqualTo(name);
    }
  }

  @Test
  void theJsonLogWritesOneObjectALineWithItsContext() throws IOException {
    SortedArrayStringMap context = new SortedArrayStringMap();
    context.putValue("run_id", "2026-11-21T031500Z-1a2b3c4d");
    try (LoggerContext logging = new LoggerContext("json-log-test")) {
      logging.setConfigLocation(Repository.file("conf/log4j2.json-layout.properties").toUri());
      logging.start();
      Appender console = logging.getConfiguration().getAppender("console");
      assertThat(console.getLayout().getClass().getSimpleName()).isEqualTo("JsonTemplateLayout");

      String line =
          console
              .getLayout()
              .toSerializable(
                  Log4jLogEvent.newBuilder()
                      .setLoggerName("org.gradienttransport.jobs.run")
                      .setLevel(Level.INFO)
                      .setMessage(new SimpleMessage("two\nlines and a \"quote\""))
                      .setContextData(context)
                      .setThrown(new IllegalStateException("why", new IOException("root")))
                      .build())
              .toString();

      assertThat(line.strip()).doesNotContain("\n");
      JsonNode event = new ObjectMapper().readTree(line);
      assertThat(event.path("msg").asText()).isEqualTo("two\nlines and a \"quote\"");
      assertThat(event.path("level").asText()).isEqualTo("INFO");
      assertThat(event.path("context").path("run_id").asText())
          .isEqualTo("2026-11-21T031500Z-1a2b3c4d");
      assertThat(event.path("exception").path("msg").asText()).isEqualTo("why");
      assertThat(event.path("trace").asText())
          .contains("IllegalStateException: why", "\tat ", "Caused by: java.io.IOException: root");
      assertThat(event.path("ts").asText()).isNotBlank();
    }
  }

  @Test
  void theOrdinaryLogNamesTheRootCauseOfSparksFailuresAndTheWholeTraceOfOurs() {
    try (LoggerContext logging = new LoggerContext("log-test")) {
      logging.setConfigLocation(Repository.file("conf/log4j2.properties").toUri());
      logging.start();

      assertThat(line(logging, "org.apache.spark.scheduler.TaskSetManager"))
          .containsSubsequence("ERROR", "TaskSetManager: lost", "root cause: java.io.IOException:")
          .endsWith("disk gone\n")
          .doesNotContain("\tat ");
      assertThat(line(logging, "org.gradienttransport.jobs.cli.Commands"))
          .containsSubsequence("Commands: lost", "IllegalStateException: why", "\tat ")
          .contains("Caused by: java.io.IOException: disk gone");
    }
  }

  /** What the appender of a logger writes of a failure with a cause. */
  private static String line(LoggerContext logging, String logger) {
    Appender appender =
        logging.getConfiguration().getLoggerConfig(logger).getAppenders().values().stream()
            .findFirst()
            .orElseThrow();
    return appender
        .getLayout()
        .toSerializable(
            Log4jLogEvent.newBuilder()
                .setLoggerName(logger)
                .setLevel(Level.ERROR)
                .setMessage(new SimpleMessage("lost"))
                .setThrown(new IllegalStateException("why", new IOException("disk gone")))
                .build())
        .toString();
  }
}
