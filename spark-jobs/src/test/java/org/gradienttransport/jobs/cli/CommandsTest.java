package org.gradienttransport.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What a person or a scheduler sees of the command line. */
class CommandsTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... args) {
    CommandLine line = Commands.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return Commands.execute(line, args);
  }

  static Stream<CommandLine> everyCommand() {
    List<CommandLine> all = new ArrayList<>();
    collect(Commands.commandLine(), all);
    return all.stream();
  }

  private static void collect(CommandLine line, List<CommandLine> all) {
    for (CommandLine command : line.getSubcommands().values()) {
      if (!command.getCommandSpec().helpCommand()) {
        all.add(command);
        collect(command, all);
      }
    }
  }

  @Test
  void anUnknownOptionBehindOneOfManyValuesIsNoValue() {
    for (String[] line :
        new String[][] {
          {"run", "-w", "out", "--family", "f.yaml", "--frobnicate"},
          {"run", "-w", "out", "--study", "s.yaml", "--frobnicate", "x"},
          {"run", "-w", "--frobnicate", "--family", "f.yaml"},
        }) {
      assertThat(execute(line)).as(String.join(" ", line)).isEqualTo(64);
      assertThat(err.toString()).contains("--frobnicate").doesNotContain("does not exist");
    }
  }

  @Test
  void aRunThatIsNotThereIsNeitherCheckedNorShownNorExported() {
    String warehouse = directory.resolve("w").toString();
    for (String[] line :
        new String[][] {
          {"check", "-w", warehouse, "--run", "night"},
          {"report", "-w", warehouse, "--run", "night", "--text"},
          {
            "export",
            "-w",
            warehouse,
            "--run",
            "night",
            "--table",
            "run",
            "--to",
            warehouse + ".csv"
          },
          {"runs", "show", "-w", warehouse, "night"},
        }) {
      err.getBuffer().setLength(0);
      assertThat(execute(line)).as(line[0]).isEqualTo(66);
      assertThat(err.toString()).contains("There is no complete run night in ", "runs list");
    }
  }

  @Test
  void anAmountThatMakesNoSenseIsWrongUsage() {
    assertThat(execute("gc", "-w", directory + "/w", "--keep", "-1")).isEqualTo(64);
    assertThat(err.toString()).contains("--keep must be 0 or more, got -1");
    assertThat(directory.resolve("w")).doesNotExist();
  }

  @Test
  void nothingIsCollectedAndNothingMadeWhereThereIsNoWarehouse() {
    assertThat(execute("gc", "-w", directory + "/w")).isEqualTo(66);
    assertThat(err.toString()).contains("There is no warehouse at ", "/w.");
    assertThat(directory.resolve("w")).doesNotExist();
  }

  @Test
  void anAddressOfS3IsToldItsNameInHadoop() {
    assertThat(execute("runs", "list", "-w", "s3://bucket/out")).isEqualTo(78);
    assertThat(err.toString()).contains("s3a://bucket/out");
  }

  @Test
  void aWordThatTheLocaleCannotExpressIsNotTakenForAnother() {
    assertThat(execute("runs", "list", "--warehouse", "\uFFFD\uFFFDl")).isEqualTo(64);
    assertThat(err.toString()).contains("LC_ALL=C.UTF-8");
    Commands.requireExpressible("\u00F6l", StandardCharsets.ISO_8859_1);
    Commands.requireExpressible("\u00F6l \uD83D\uDE00", StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Commands.requireExpressible("\u00F6l", StandardCharsets.US_ASCII))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("US-ASCII");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void resultsThatDoNotReachTheStandardOutputAreAFailure() throws Exception {
    for (String file : List.of("/dev/full", "/dev/null")) {
      try (FileOutputStream stream = new FileOutputStream(file)) {
        PrintStream results = new PrintStream(stream, false, StandardCharsets.UTF_8);
        results.println("a row");

        ThrowingCallable ending = () -> Commands.requireWritten(results, stream.getFD());

        if (file.equals("/dev/null")) {
          assertThatCode(ending).doesNotThrowAnyException();
        } else {
          assertThatThrownBy(ending)
              .isInstanceOfSatisfying(
                  JobException.class,
                  e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CANNOT_WRITE))
              .hasMessageContaining("standard output cannot be written: No space left on device");
        }
      }
    }
  }

  @Test
  void aNegativeNumberIsAValue() {
    assertThat(
            execute(
                "synth",
                "--out",
                directory + "/s",
                "--width",
                "24",
                "--steps",
                "0",
                "--seed",
                "-7"))
        .as(err.toString())
        .isZero();
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void everyCommandHasASummaryAndARunnableExample(CommandLine command) {
    String help = command.getUsageMessage();
    assertThat(command.getCommandSpec().usageMessage().header()).as(help).isNotEmpty();
    assertThat(help).contains("Example").contains("gradient-transport ");
  }

  @Test
  void anUnknownOptionEndsWith64AndTheUsage() {
    assertThat(execute("runs", "list", "--warehouse", "out", "--wharehouse", "out")).isEqualTo(64);
    assertThat(err.toString()).contains("--wharehouse");
  }

  @Test
  void aMissingArgumentEndsWith64() {
    assertThat(execute("runs", "list")).isEqualTo(64);
    assertThat(err.toString()).contains("--warehouse");
  }

  @Test
  void askingForARunBeforeThereIsOneEndsWith66AndSaysHowToMakeOne() {
    assertThat(execute("runs", "show", "--warehouse", directory.toString())).isEqualTo(66);
    assertThat(err.toString()).contains("gradient-transport run --warehouse");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskEndsWith73ThoughHadoopThrowsAnErrorForIt() {
    System.setProperty("spark.hadoop.fs.full.impl", FullFileSystem.class.getName());
    try {
      String folder = Repository.root().resolve("samples/pythia-mini").toString();
      String file = "full://disk" + directory.resolve("family.yaml");
      assertThat(execute("family", "describe", folder, "--output", file)).isEqualTo(73);
    } finally {
      System.clearProperty("spark.hadoop.fs.full.impl");
    }
    assertThat(err.toString()).startsWith("There is no space left: No space left on device");
  }

  @Test
  void aRunIdThatClimbsOutOfTheWarehouseIsRefused() {
    assertThat(execute("runs", "rollback", "--warehouse", directory.toString(), "../../etc"))
        .isEqualTo(64);
    assertThat(err.toString()).contains("is not a run id");
  }

  @Test
  @Tag("spark")
  void aWrongFamilyFileEndsWith78BeforeAnyWork() throws Exception {
    SharedSpark.session();
    Path family = directory.resolve("wrong.yaml");
    Files.writeString(family, "family: x\nfeild: gradient\n");
    withMaster(
        () -> {
          assertThat(
                  execute(
                      "plan",
                      "--warehouse",
                      directory.resolve("w").toString(),
                      "--family",
                      family.toString()))
              .isEqualTo(78);
          assertThat(err.toString()).contains("feild").contains("field");
          assertThat(directory.resolve("w")).doesNotExist();
        });
  }

  @Test
  @Tag("spark")
  void planSaysWhatWouldBeDoneAndChangesNothing() throws Exception {
    Path warehouse = directory.resolve("w");
    withMaster(
        () -> {
          assertThat(
                  execute(
                      "plan",
                      "--warehouse",
                      warehouse.toString(),
                      "--family",
                      Repository.family("pico-mini-sample")))
              .isZero();
          assertThat(out.toString())
              .contains("82,944")
              .contains("64 units, 64 of them to measure with 256 relaxations")
              .contains("Losses of pico-mini-sample: 52 in 1 series; 12 enter no fit.")
              .containsPattern(
                  "To fit: [0-9,]+ starts, replicates and curves in [0-9]+ units of work.");
          assertThat(warehouse).doesNotExist();
        });
  }

  @Test
  @Tag("spark")
  void planSaysWhatVariationsOfTheProbeCost() throws Exception {
    Path file = directory.resolve("variations.yaml");
    Files.writeString(file, "graph_seed: [43]\nquantile: [0.95]\n");
    withMaster(
        () -> {
          assertThat(
                  execute(
                      "plan",
                      "--warehouse",
                      directory.resolve("w").toString(),
                      "--family",
                      Repository.family("pico-mini-sample"),
                      "--variations",
                      file.toString()))
              .isZero();
          // Two variations of the real field and one N0, of four scales at eight steps.
          assertThat(out.toString())
              .contains("64 units, 64 of them to measure with 256 relaxations")
              .contains(
                  "pico-mini-sample: 2 variations of the probe at 8 steps: "
                      + "0,40,160,320,560..880/160,992.")
              .contains("Those steps are what to expect")
              .contains("Variations: 128 relaxations, 128 of them to measure of 32 units.");
          assertThat(out.toString().split("Estimate: about", -1))
              .as("fields, and then their variations")
              .hasSize(3);
        });
  }

  @Test
  @Tag("spark")
  void aDayThatHasNotComeIsRefused() throws Exception {
    withMaster(
        () -> {
          assertThat(
                  execute(
                      "plan",
                      "--warehouse",
                      directory.resolve("w").toString(),
                      "--family",
                      Repository.family("pico-mini-sample"),
                      "--as-of",
                      "2999-01-01"))
              .isEqualTo(64);
          assertThat(err.toString()).contains("--as-of 2999-01-01 lies in the future");
        });
  }

  @Test
  void aBackfillOfNoDaysOrOfDaysToComeOrWithADayOfItsOwnIsWrongUsage() {
    assertThat(backfill("--from", "2026-01-02", "--to", "2026-01-01")).isEqualTo(64);
    assertThat(err.toString()).contains("--from 2026-01-02 is after --to 2026-01-01");
    assertThat(backfill("--from", "2026-01-01", "--to", "2999-01-01")).isEqualTo(64);
    assertThat(err.toString()).contains("more than 3660 days");
    assertThat(backfill("--from", "2998-12-31", "--to", "2999-01-01")).isEqualTo(64);
    assertThat(err.toString()).contains("--to 2999-01-01 lies in the future");
    assertThat(backfill("--from", "2026-01-01", "--to", "2026-01-01", "--as-of", "2026-01-01"))
        .isEqualTo(64);
    assertThat(err.toString()).contains("leave --as-of out");
    assertThat(backfill("--from", "2026-01-01", "--to", "2026-01-01", "--reprocess", "some"))
        .isEqualTo(64);
    assertThat(err.toString()).contains("NONE, FAILED, COMPLETED");
  }

  private int backfill(String... days) {
    List<String> arguments =
        new ArrayList<>(
            List.of("backfill", "--warehouse", directory.resolve("w").toString(), "--family"));
    arguments.add(Repository.family("pico-mini-sample"));
    arguments.addAll(List.of(days));
    return execute(arguments.toArray(String[]::new));
  }

  @Test
  void theExitCodeOfAnyNamedRunCanBeLookedUp() throws Exception {
    Path runs = directory.resolve("runs");
    java.nio.file.Files.createDirectories(runs.resolve("good"));
    Files.writeString(runs.resolve("good/_RUN.json"), "{\"run_id\": \"good\", \"exit_code\": 80}");
    java.nio.file.Files.createDirectories(runs.resolve("bad"));
    Files.writeString(runs.resolve("bad/_ENDED.json"), "{\"run_id\": \"bad\", \"exit_code\": 73}");
    String warehouse = directory.toString();

    assertThat(execute("runs", "show", "--warehouse", warehouse, "good", "--exit-code"))
        .isEqualTo(80);
    assertThat(execute("runs", "show", "--warehouse", warehouse, "bad", "--exit-code"))
        .isEqualTo(73);
    assertThat(execute("runs", "show", "--warehouse", warehouse, "none", "--exit-code"))
        .isEqualTo(66);
    assertThat(execute("runs", "show", "-w", warehouse, "bad", "--exit-code", "--submitted", "1"))
        .as("a run's own word counts, however submitting it ended")
        .isEqualTo(73);
    assertThat(execute("runs", "show", "-w", warehouse, "none", "--exit-code", "--submitted", "1"))
        .as("a driver that left no word of itself is an internal error")
        .isEqualTo(70);
    assertThat(err.toString()).contains("Run none left no word");
  }

  /** Commands close the session they use; the tests' shared one must outlive them. */
  private static void withMaster(Runnable test) {
    System.setProperty("spark.master", "local[2]");
    try {
      test.run();
    } finally {
      System.clearProperty("spark.master");
    }
  }
}
