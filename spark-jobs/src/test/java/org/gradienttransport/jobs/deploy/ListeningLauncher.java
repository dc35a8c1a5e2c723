package org.gradienttransport.jobs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The launcher between programs that only write down how they are called. */
abstract class ListeningLauncher {
  static final String LAUNCHER = Repository.file("deploy/bin/gradient-transport").toString();

  @TempDir Path directory;
  Path jar;
  Path spark;
  Path jdk;
  Path said;

  /** A spark-submit and a Java that write down how they were called and end as they are told. */
  @BeforeEach
  void installASparkAndAJavaThatOnlyListen() throws Exception {
    jar = Files.createFile(directory.resolve("application.jar"));
    said = directory.resolve("said");
    spark = directory.resolve("a spark's home");
    jdk = directory.resolve("a jdk");
    listener(spark.resolve("bin/spark-submit"));
    listener(jdk.resolve("bin/java"));
  }

  private static void listener(Path program) throws Exception {
    Files.createDirectories(program.getParent());
    Files.writeString(
        program,
        """
        #!/bin/bash
        exec 9>> "$SAID"; flock 9 # two that begin at once each have their line
        { printf '<%s>' "$@"; echo; } >&9; exec 9>&-
        case " $* " in
          *" runs show "*) exit "${SHOWS:-0}" ;;
          *" runs follow "*) while kill -0 "${@: -1}" 2>/dev/null; do sleep 0.1; done; exit 0 ;;
        esac
        [ -z "${SLEEPS:-}" ] || { trap 'kill %1; exit 143' TERM; sleep "$SLEEPS" & wait; }
        exit "${SUBMITS:-0}"
        """);
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  final Repository.Ended launch(Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(LAUNCHER));
    command.addAll(List.of(arguments));
    return Repository.call(environment(environment), command.toArray(String[]::new));
  }

  /** What a launcher's process gets to know. */
  final Map<String, String> environment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.putIfAbsent("GRADIENT_TRANSPORT_JAR", jar.toString());
    all.putIfAbsent("SPARK_HOME", spark.toString());
    all.putIfAbsent("JAVA_HOME", jdk.toString());
    all.put("SAID", said.toString());
    return all;
  }

  /** Whoever follows the run begins at the same time as who submits it. */
  final List<String> saidButFollowing() throws Exception {
    return Files.readAllLines(said).stream()
        .filter(line -> !line.contains("<runs><follow>"))
        .toList();
  }
}
