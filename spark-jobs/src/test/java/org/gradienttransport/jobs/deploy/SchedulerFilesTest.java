package org.gradienttransport.jobs.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradienttransport.jobs.deploy.Repository.Ended;
import org.gradienttransport.jobs.exit.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ready-made schedules, judged by whatever parser this machine has for them. */
class SchedulerFilesTest {
  private static final List<String> NIGHTLY =
      List.of(
          "deploy/kubernetes/scheduled-spark-application.yaml",
          "deploy/kubernetes/cron-job.yaml",
          "deploy/airflow/gradient_transport_dag.py",
          "deploy/systemd/gradient-transport.service");

  @TempDir Path folder;

  @Test
  void everyScheduleStartsTheRunCommandAndAsksForNoDevice() throws IOException {
    for (String file : NIGHTLY) {
      String text = Files.readString(Repository.file(file));
      assertThat(text).as(file).contains("run").contains("--warehouse").contains("--family");
      assertThat(text.toLowerCase(java.util.Locale.ROOT))
          .as(file)
          .doesNotContain("resource.gpu")
          .doesNotContain("nvidia");
    }
  }

  @Test
  void theAirflowDagIsPython() throws Exception {
    assumeTrue(Repository.has("python3"), "there is no python3 here to parse the DAG");
    String dag = Repository.file("deploy/airflow/gradient_transport_dag.py").toString();

    Ended ended =
        Repository.call(
            "python3", "-c", "import ast, sys; ast.parse(open(sys.argv[1]).read())", dag);

    assertThat(ended.code()).as(ended.output()).isZero();
  }

  @Test
  void theAirflowDagRepeatsOnlyWhatCanPassAndGivesUpOnTheRest() throws Exception {
    assumeTrue(Repository.has("python3"), "there is no python3 here to run the DAG");
    Path stubs = Files.createDirectories(folder.resolve("airflow"));
    Files.writeString(stubs.resolve("__init__.py"), "");
    Files.writeString(
        stubs.resolve("decorators.py"),
        """
        calls = []
        class Step:
            def __init__(self, f): self.f = f
            def __rshift__(self, other): return other
            def __call__(self, *a): calls.append((self.f, a)); return self
        def task(f=None, **kw):
            return Step(f) if f else (lambda g: Step(g))
        def dag(**kw):
            return lambda f: f
        """);
    Files.writeString(
        stubs.resolve("exceptions.py"),
        """
        class AirflowException(Exception): pass
        class AirflowFailException(AirflowException): pass
        """);
    Files.writeString(
        stubs.resolve("models.py"),
        """
        class Variable:
            @staticmethod
            def get(key, default_var=None):
                return "." if key.endswith("home") else default_var
        """);
    String script =
        """
        import runpy, sys
        dag = runpy.run_path(sys.argv[1])
        for code in (0, 64, 65, 66, 69, 70, 73, 75, 78, 80):
            try:
                dag["call"]("sh", "-c", f"exit {code}")
                print(code, "done")
            except Exception as e:
                print(code, type(e).__name__)
        """;

    Ended ended =
        Repository.call(
            Map.of("PYTHONPATH", folder.toString(), "PYTHONDONTWRITEBYTECODE", "1"),
            "python3",
            "-c",
            script,
            Repository.file("deploy/airflow/gradient_transport_dag.py").toString());

    assertThat(ended.output().lines())
        .containsExactly(
            "0 done",
            "64 AirflowFailException",
            "65 AirflowFailException",
            "66 AirflowFailException",
            "69 AirflowException",
            "70 AirflowFailException",
            "73 AirflowFailException",
            "75 AirflowException",
            "78 AirflowFailException",
            "80 AirflowFailException");
  }

  @Test
  void systemdAcceptsItsUnits() throws Exception {
    assumeTrue(Repository.has("systemd-analyze"), "there is no systemd-analyze here");
    List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify"));
    try (Stream<Path> units = Files.list(Repository.file("deploy/systemd"))) {
      for (Path unit : units.sorted().toList()) {
        // The programs are not installed on the machine that tests.
        String text =
            Files.readString(unit)
                .replaceAll("/opt/gradient-transport/deploy/bin/\\S+", "/bin/true");
        Path copy = Files.writeString(folder.resolve(unit.getFileName()), text);
        command.add(copy.toString());
      }
    }
    assertThat(command).hasSize(8);

    Ended ended = Repository.call(command.toArray(String[]::new));

    assertThat(ended.output().lines().filter(line -> line.contains("gradient-transport")))
        .isEmpty();
    assertThat(ended.code()).as(ended.output()).isZero();
  }

  @Test
  void systemdRestartsAfterEveryExitCodeThatMayPassAndAfterNoOther() throws IOException {
    String unit = Files.readString(Repository.file("deploy/systemd/gradient-transport.service"));
    String prevented =
        unit.lines()
            .filter(line -> line.startsWith("RestartPreventExitStatus="))
            .collect(Collectors.joining())
            .replace("RestartPreventExitStatus=", "");
    TreeSet<Integer> lasting = new TreeSet<>();
    for (ExitCode code : ExitCode.values()) {
      if (code != ExitCode.OK && code != ExitCode.UNAVAILABLE && code != ExitCode.TRY_AGAIN) {
        lasting.add(code.code());
      }
    }
    assertThat(Arrays.stream(prevented.split(" ")).map(Integer::valueOf))
        .containsExactlyElementsOf(lasting);
  }
}
