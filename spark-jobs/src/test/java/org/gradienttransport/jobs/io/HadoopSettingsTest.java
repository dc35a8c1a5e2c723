package org.gradienttransport.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose word counts when a setting is given in several places. */
class HadoopSettingsTest {
  @TempDir Path directory;
  private final List<String> given = new ArrayList<>();

  private void give(String property, String value) {
    given.add(property);
    System.setProperty(property, value);
  }

  @AfterEach
  void takeBack() {
    given.forEach(System::clearProperty);
  }

  @Test
  void aSystemPropertyWinsOverThePropertiesFileAndThatOverHadoopsDefaults() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("night.conf"),
            """
            # a comment
            spark.hadoop.io.file.buffer.size   8192
            spark.hadoop.fs.trash.interval     7
            spark.hadoop.from.file=äöü
            not.sparks                         1
            """);
    String untouched = HadoopSettings.configuration().get("ipc.client.connect.timeout");
    give(HadoopSettings.FILE, file.toString());
    give("spark.hadoop.fs.trash.interval", "9");
    give("spark.executor.memory", "3g");

    var configuration = HadoopSettings.configuration();

    assertThat(configuration.get("io.file.buffer.size")).isEqualTo("8192");
    assertThat(configuration.get("fs.trash.interval")).isEqualTo("9");
    assertThat(configuration.get("from.file")).isEqualTo("äöü");
    assertThat(configuration.get("not.sparks")).isNull();
    assertThat(untouched).isNotNull();
    assertThat(configuration.get("ipc.client.connect.timeout")).isEqualTo(untouched);
    assertThat(HadoopSettings.spark())
        .containsEntry("spark.executor.memory", "3g")
        .containsEntry("spark.hadoop.io.file.buffer.size", "8192")
        .doesNotContainKey("not.sparks");
  }

  @Test
  void halfALoginOrTwoUsersAreRefusedWhetherAStoreAsksForOneOrNot() {
    give("spark.yarn.keytab", "/etc/keys"); // the older name
    assertThatThrownBy(HadoopSettings::configuration)
        .isInstanceOf(JobException.class)
        .hasMessageContaining("spark.kerberos.keytab is given without spark.kerberos.principal");

    give("spark.kerberos.principal", "me@REALM");
    assertThat(HadoopSettings.configuration().get("hadoop.security.authentication"))
        .as("a whole one, where nobody asks")
        .isEqualTo("simple");

    give("HADOOP_PROXY_USER", "somebody");
    assertThatThrownBy(HadoopSettings::configuration)
        .isInstanceOf(JobException.class)
        .hasMessageContaining("exclude each other");
  }

  @Test
  void aPropertiesFileThatIsNotThereIsAWrongConfiguration() {
    give(HadoopSettings.FILE, directory.resolve("absent").toString());

    assertThatThrownBy(HadoopSettings::configuration)
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("absent");
  }
}
