package org.gradienttransport.jobs.plan.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.conf.FieldSource;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.conf.StepGrid;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots are found by listing, once per scale and step, on any Hadoop file system. */
final class SnapshotLocatorTest {
  @TempDir Path directory;

  private final Configuration hadoop = new Configuration(false);

  @BeforeEach
  void registerTheListOnlyStore() {
    hadoop.set("fs.listonly.impl", ListOnlyFileSystem.class.getName());
    ListOnlyFileSystem.LISTED.clear();
  }

  private Family family(String snapshot, String steps, String more) throws IOException {
    String text =
        """
        family: toy
        title: Toy
        field: gradient
        root: listonly://bucket%s
        scales: [{name: a, entries: 10}, {name: b, entries: 20}]
        snapshot: %s
        steps: %s
        tensors: {rules: [{names: [w]}]}
        %s
        """
            .formatted(directory, snapshot, steps, more);
    Path file = Files.writeString(directory.resolve("toy.yaml"), text);
    return FamilyFiles.load(file.toString(), hadoop);
  }

  private Family checkpoints() throws IOException {
    return family(
        "{directory: 'step{step}', files: [model.bin, model.safetensors, model.bin.index.json]}",
        "[0, 1]",
        "");
  }

  private void write(String file, int bytes) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, new byte[bytes]);
  }

  private Snapshot locate(Family family, long step) {
    return new SnapshotLocator(hadoop).locate(family, family.scales().get(0), step);
  }

  private static List<String> names(Snapshot snapshot) {
    return ((Snapshot.Found) snapshot)
        .files().stream().map(f -> f.path().substring(f.path().lastIndexOf('/') + 1)).toList();
  }

  @Test
  void aFolderWithAFilePerGradientIsOneSnapshot() throws IOException {
    write("a/step1/grads/blocks.0.w.safetensors", 7);
    write("a/step1/grads/blocks.1.w.safetensors", 8);
    write("a/step1/grads/README.md", 1);
    Family named = family("{directory: 'step{step}', files: [grads]}", "[0, 1]", "");
    Family itself = family("{directory: 'step{step}/grads', files: ['.']}", "[0, 1]", "");
    for (Family family : List.of(named, itself)) {
      assertThat(names(locate(family, 1)))
          .containsExactly("blocks.0.w.safetensors", "blocks.1.w.safetensors");
      assertThat(locate(family, 0)).isInstanceOf(Snapshot.Missing.class);
    }
  }

  @Test
  void partsOfACheckpointInPlaceOfItAreNamedWithWhatPutsThemTogether() throws IOException {
    write("a/step1/__0_0.distcp", 7);
    assertThat(((Snapshot.Missing) locate(checkpoints(), 1)).message())
        .contains("there is no model.bin", "it holds 1 other(s): __0_0.distcp", "dcp_to_torch");
  }

  @Test
  void aSnapshotIsFoundWithItsLengthAndTimeInOneListing() throws IOException {
    write("a/step1/model.bin", 7);
    Snapshot.Found found = (Snapshot.Found) locate(checkpoints(), 1);
    assertThat(found.main().path())
        .isEqualTo("listonly://bucket" + directory + "/a/step1/model.bin");
    assertThat(found.bytes()).isEqualTo(7);
    assertThat(found.main().modified())
        .isEqualTo(directory.resolve("a/step1/model.bin").toFile().lastModified());
    assertThat(ListOnlyFileSystem.LISTED).containsExactly(directory + "/a/step1");
  }

  @Test
  void theFirstCandidateThatIsThereIsTaken() throws IOException {
    write("a/step0/model.safetensors", 1);
    write("a/step1/model.safetensors", 1);
    write("a/step1/model.bin", 1);
    assertThat(names(locate(checkpoints(), 0))).containsExactly("model.safetensors");
    Snapshot both = locate(checkpoints(), 1);
    assertThat(names(both)).containsExactly("model.bin");
    assertThat(((Snapshot.Found) both).passedOver()).containsExactly("model.safetensors");
  }

  @Test
  void anExcerptIsTakenWhereTheWholeFileIsNot() throws IOException {
    write("a/step0/model.field.safetensors", 1);
    write("a/step1/model.field.safetensors", 1);
    write("a/step1/model.safetensors", 2);
    assertThat(names(locate(checkpoints(), 0))).containsExactly("model.field.safetensors");
    assertThat(names(locate(checkpoints(), 1))).containsExactly("model.safetensors");
  }

  @Test
  void anExcerptNamedAfterItsStepIsDiscovered() throws IOException {
    for (int step = 5; step < 8; step++) {
      write("a/%d.field.safetensors".formatted(step), 1);
      write("b/%d.safetensors".formatted(step), 1);
    }
    Family family = family("{files: ['{step}.safetensors']}", "{discover: true}", "");
    assertThat(new SnapshotLocator(hadoop).steps(family).of(family.scales().get(0)))
        .containsExactly(5L, 6L, 7L);
    assertThat(names(locate(family, 6))).containsExactly("6.field.safetensors");
  }

  @Test
  void stepsWithNamesOfTheirOwnAreDiscoveredAndFound() throws IOException {
    for (String folder : List.of("a/step3", "a/early_b", "b/step3", "b/step5")) {
      write(folder + "/model.bin", 1);
    }
    family("{directory: 'step{step}', files: [model.bin]}", "{discover: true}", "");
    Path file = directory.resolve("toy.yaml");
    Files.writeString(
        file,
        Files.readString(file).replace("entries: 10}", "entries: 10, step_names: {5: early_b}}"));
    Family family = FamilyFiles.load(file.toString(), hadoop);

    assertThat(new SnapshotLocator(hadoop).steps(family).of(family.scale("a")))
        .containsExactly(3L, 5L);
    assertThat(((Snapshot.Found) locate(family, 5)).main().path()).endsWith("/a/early_b/model.bin");
    assertThat(((Snapshot.Missing) locate(family, 4)).message()).contains("/a/step4");
  }

  @Test
  void aDirectoryWithACandidatesNameIsNoSnapshot() throws IOException {
    write("a/step0/model.bin/part", 1);
    assertThat(locate(checkpoints(), 0)).isInstanceOf(Snapshot.Missing.class);
  }

  @ParameterizedTest
  @CsvSource({
    "model.bin.index.json, model-00001-of-00002.bin, model-00002-of-00002.bin",
    "model.bin.index.json, model_00001-of-00072.bin, model_00002-of-00072.bin",
    "model.bin.index.json, consolidated-00001-of-2.bin, consolidated-00002-of-2.bin",
    "model.bin.index.fp16.json, model.fp16-00001-of-00002.bin, model.fp16-00002-of-00002.bin",
    "model.bin.index.json, a.safetensors, only"
  })
  void anIndexComesWithTheShardsThatItNames(String index, String first, String second)
      throws IOException {
    writeIndex("a/step0/" + index, second, first, second);
    write("a/step0/" + second, 20);
    write("a/step0/" + first, 10);
    write("a/step0/model-00003-of-00003.bin", 5);
    write("a/step0/optimizer-00001-of-00001.bin", 5);
    Snapshot found =
        locate(family("{directory: 'step{step}', files: [%s]}".formatted(index), "[0, 1]", ""), 0);
    assertThat(names(found)).containsExactly(index, first, second);
    assertThat(ListOnlyFileSystem.LISTED).hasSize(1);
  }

  @Test
  void anIndexMayNameASingleFile() throws IOException {
    writeIndex("a/step0/model.bin.index.json", "weights.bin");
    write("a/step0/weights.bin", 7);
    assertThat(names(locate(checkpoints(), 0)))
        .containsExactly("model.bin.index.json", "weights.bin");
  }

  @Test
  void missingShardsAreCountedAndTheFirstIsNamed() throws IOException {
    writeIndex("a/step0/model.bin.index.json", "m-1.bin", "m-2.bin", "m-3.bin");
    write("a/step0/m-1.bin", 1);
    assertThat(locate(checkpoints(), 0))
        .isInstanceOfSatisfying(
            Snapshot.Missing.class,
            missing -> {
              assertThat(missing.tried()).endsWith("/a/step0/m-2.bin");
              assertThat(missing.message())
                  .isEqualTo(
                      "model.bin.index.json names 3 file(s), of which 2 are not in"
                          + " listonly://bucket"
                          + directory
                          + "/a/step0; the first of these is m-2.bin");
            });
  }

  @Test
  void anIndexThatIsNoneIsFoundSoThatReadingSaysWhatIsWrong() throws IOException {
    write("a/step0/model.bin.index.json", 1);
    assertThat(names(locate(checkpoints(), 0))).containsExactly("model.bin.index.json");
  }

  /** A family of files in a local folder. */
  private Family local(String snapshot) throws IOException {
    Path file = directory.resolve("toy.yaml");
    family(snapshot, "[0, 1]", "");
    Files.writeString(
        file, Files.readString(file).replaceFirst("root: .*", "root: '" + directory + "'"));
    return FamilyFiles.load(file.toString(), hadoop);
  }

  @Test
  void aMissingFileMayHaveAColonInItsName() throws IOException {
    write("a/step0/other.bin", 1);
    Family family = local("{directory: 'step{step}', files: ['weights:v2.safetensors']}");
    assertThat(locate(family, 0))
        .isInstanceOfSatisfying(
            Snapshot.Missing.class,
            missing -> {
              assertThat(missing.tried()).endsWith("/a/step0/weights:v2.safetensors");
              assertThat(missing.message()).contains("there is no weights:v2.safetensors in");
            });
  }

  @Test
  void aLinkThatLeadsNowhereIsSaid() throws IOException {
    Files.createDirectories(directory.resolve("a/step0"));
    Files.createSymbolicLink(
        directory.resolve("a/step0/model.bin"), Path.of("../../blobs/0123abcd"));
    Family family = local("{directory: 'step{step}', files: [model.safetensors, model.bin]}");
    assertThat(((Snapshot.Missing) locate(family, 0)).message())
        .contains("model.bin is a link to ../../blobs/0123abcd, where there is nothing")
        .endsWith("download it again");
    writeIndex("a/step1/model.bin.index.json", "m.bin");
    Files.createSymbolicLink(directory.resolve("a/step1/m.bin"), Path.of("../gone"));
    assertThat(
            ((Snapshot.Missing)
                    locate(local("{directory: 'step{step}', files: [model.bin.index.json]}"), 1))
                .message())
        .contains("the first of these is m.bin; ", "m.bin is a link to ../gone");
  }

  private void writeIndex(String file, String... shards) throws IOException {
    StringBuilder map = new StringBuilder();
    for (int i = 0; i < shards.length; i++) {
      map.append(i == 0 ? "" : ",").append("\"t%d\":\"%s\"".formatted(i, shards[i]));
    }
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "{\"metadata\":{},\"weight_map\":{" + map + "}}");
  }

  @Test
  void aMissingDirectoryIsReportedWithThePathTried() throws IOException {
    assertThat(locate(checkpoints(), 1))
        .isEqualTo(
            new Snapshot.Missing(
                "listonly://bucket" + directory + "/a/step1",
                "there is no directory listonly://bucket" + directory + "/a/step1 (step 1)"));
  }

  @Test
  void aMissingFileIsReportedWithEveryNameTried() throws IOException {
    write("a/step1/other.bin", 1);
    assertThat(locate(checkpoints(), 1))
        .isInstanceOfSatisfying(
            Snapshot.Missing.class,
            missing -> {
              assertThat(missing.tried()).endsWith("/a/step1/model.bin");
              assertThat(missing.message())
                  .contains("no model.bin or model.safetensors or model.bin.index.json in")
                  .endsWith("it holds 1 other(s): other.bin");
            });
  }

  @Test
  void aMissingFileIsReportedWithWhatLiesThereAndWhatDidNotFinish() throws IOException {
    for (String file : List.of("a", "b", "c", "d", "e", "model.bin.incomplete")) {
      write("a/step1/" + file, 1);
    }
    assertThat(((Snapshot.Missing) locate(checkpoints(), 1)).message())
        .endsWith(
            "it holds 6 other(s): a, b, c, d, e, ...; model.bin.incomplete is a download that did"
                + " not finish, so run it again");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/step1/.cache/huggingface/download/3f2.77.incomplete",
        "a/.cache/huggingface/download/step1/3f2.77.incomplete",
        ".cache/huggingface/download/a/step1/3f2.77.incomplete"
      })
  void whatAHubsClientDidNotFinishInAFolderIsNamed(String partial) throws IOException {
    write("a/step1/config.json", 1);
    write(partial, 1);
    assertThat(((Snapshot.Missing) locateOnDisk(checkpoints())).message())
        .contains("config.json")
        .endsWith("/" + partial + " is a download that did not finish, so run it again");
  }

  @Test
  void whatAHubsClientDidNotFinishInItsCacheIsNamed() throws IOException {
    String commit = "a001".repeat(10);
    writeRef("a", "step1", commit);
    write("a/snapshots/" + commit + "/config.json", 1);
    write("a/blobs/77aa.incomplete", 1);
    assertThat(
            ((Snapshot.Missing)
                    locateOnDisk(family("{ref: 'step{step}', files: [model.bin]}", "[1]", "")))
                .message())
        .endsWith("/a/blobs/77aa.incomplete is a download that did not finish, so run it again");
  }

  @ParameterizedTest
  @CsvSource({
    "step%d, mp_rank_0%d_model_states.pt",
    "step%d, consolidated.0%d.pth",
    "step%d/mp_rank_0%d, model_optim_rng.pt"
  })
  void slicesOfAModelAreNoSnapshotUnlessThereIsOnlyOne(String folder, String name)
      throws IOException {
    Family family =
        family(
            "{directory: '%s', files: ['%s']}"
                .formatted(
                    folder.replaceFirst("%d", "{step}").replace("%d", "0"),
                    name.replace("%d", "0")),
            "[1, 2]",
            "");
    write("a/" + folder.formatted(1, 0) + "/" + name.formatted(0), 1);
    write("a/" + folder.formatted(1, 1) + "/" + name.formatted(1), 1);
    write("a/" + folder.formatted(2, 0) + "/" + name.formatted(0), 1);

    assertThat(((Snapshot.Missing) locate(family, 1)).message())
        .contains("and 1 more are parts of one model; put it together with the converter");
    assertThat(locate(family, 2)).isInstanceOf(Snapshot.Found.class);
  }

  private Snapshot locateOnDisk(Family family) {
    Family local = family.withRoot(directory.toUri().toString());
    return new SnapshotLocator(new Configuration()).locate(local, local.scales().get(0), 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ckpt:{step}", "run:1/step{step}", "step={step};x"})
  void foldersMayHaveAColonInTheirName(String folder) throws IOException {
    write("a/" + folder.replace("{step}", "1") + "/model.bin", 3);
    Family family =
        family("{directory: '%s', files: [model.bin]}".formatted(folder), "[1]", "")
            .withRoot(directory.toUri().toString());
    Snapshot found =
        new SnapshotLocator(new Configuration()).locate(family, family.scales().get(0), 1);
    assertThat(((Snapshot.Found) found).bytes()).isEqualTo(3);
    assertThat(new org.apache.hadoop.fs.Path(((Snapshot.Found) found).main().path()).getName())
        .isEqualTo("model.bin");
  }

  @Test
  void filesOfAllStepsInOneDirectoryAreListedOnce() throws IOException {
    write("a/grads_0005.pt", 5);
    write("a/grads_0010.pt", 10);
    Family flat = family("{files: ['grads_{step:04}.pt']}", "[5, 10, 15]", "");
    SnapshotLocator locator = new SnapshotLocator(hadoop);
    assertThat(names(locator.locate(flat, flat.scales().get(0), 5)))
        .containsExactly("grads_0005.pt");
    assertThat(names(locator.locate(flat, flat.scales().get(0), 10)))
        .containsExactly("grads_0010.pt");
    assertThat(locator.locate(flat, flat.scales().get(0), 15)).isInstanceOf(Snapshot.Missing.class);
    assertThat(ListOnlyFileSystem.LISTED).containsExactly(directory + "/a");
  }

  @Test
  void discoveredStepsOfAStrictGridAreThoseOfEveryScale() throws IOException {
    for (String step : List.of("a/step1", "a/step2", "a/step10", "b/step2", "b/step10", "b/x")) {
      write(step + "/model.bin", 1);
    }
    write("b/step007/model.bin", 1);
    Family family = family("{directory: 'step{step}', files: [model.bin]}", "{discover: true}", "");
    AlignedSteps steps = new SnapshotLocator(hadoop).steps(family);
    assertThat(family.scales()).allSatisfy(of -> assertThat(steps.of(of)).containsExactly(2L, 10L));
    assertThat(steps.leftOut()).isEqualTo(Map.of("a", List.of(1L), "b", List.of(7L)));
    assertThat(steps.otherZeros()).isEqualTo(Map.of("b", List.of("step007")));
    assertThat(ListOnlyFileSystem.LISTED).containsExactly(directory + "/a", directory + "/b");
  }

  @Test
  void onAPartialGridEachScaleHasTheDiscoveredStepsOfItsOwnWithinTheBounds() throws IOException {
    for (String step : List.of("a/run/step1/g", "a/run/step2/g", "b/run/step4/g")) {
      write(step + "/model.bin", 1);
    }
    Family family =
        family(
            "{directory: 'run/step{step}/g', files: [model.bin]}",
            "{discover: true, from: 2}",
            "grid: partial");
    AlignedSteps steps = new SnapshotLocator(hadoop).steps(family);
    assertThat(steps.of(family.scale("a"))).containsExactly(2L);
    assertThat(steps.of(family.scale("b"))).containsExactly(4L);
    assertThat(steps.leftOut()).isEmpty();
  }

  @Test
  void aStepThatHasBothSpellingsIsNotLeftOut() throws IOException {
    for (String name : List.of("0500.pt", "500.pt", "0750.pt", "1000.pt", "00.pt")) {
      write("a/" + name, 1);
      write("b/" + name, 1);
    }
    Family family = family("{files: ['{step}.pt']}", "{discover: true, from: 1}", "");
    AlignedSteps steps = new SnapshotLocator(hadoop).steps(family);
    assertThat(steps.of(family.scale("a"))).containsExactly(500L, 1000L);
    assertThat(steps.leftOut().get("a")).containsExactly(750L);
    assertThat(steps.otherZeros().get("a")).containsExactly("0750.pt");
    assertThat(steps.fields(family.scale("a"), FieldSource.CHECKPOINT_DIFFERENCE).get(0).leftOut())
        .as("the difference over it says so")
        .containsExactly(750L);
  }

  @Test
  void tooFewStepsAreSaidWithTheNamesWhoseZerosDiffer() throws IOException {
    write("a/step0001/model.bin", 1);
    write("b/step0001/model.bin", 1);
    Family family = family("{directory: 'step{step}', files: [model.bin]}", "{discover: true}", "");
    SnapshotLocator locator = new SnapshotLocator(hadoop);
    assertThatThrownBy(() -> locator.steps(family))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("the zeros of step0001 are not those of {step}");
  }

  @Test
  void aStarInAFileNameIsFilledInFromTheOneNameThatFits() throws IOException {
    write("a/epoch=0-step=100.ckpt", 3);
    write("a/epoch=1-step=200.ckpt", 1);
    write("a/epoch=2-step=200.ckpt", 1);
    write("a/epoch=3-step=2000.ckpt", 1);
    Family flat =
        family("{files: ['epoch=*-step={step}.ckpt']}", "{discover: true}", "grid: partial");
    SnapshotLocator locator = new SnapshotLocator(hadoop);
    assertThat(locator.steps(flat).of(flat.scale("a"))).containsExactly(100L, 200L, 2000L);
    assertThat(names(locator.locate(flat, flat.scale("a"), 100)))
        .containsExactly("epoch=0-step=100.ckpt");
    assertThat(locator.locate(flat, flat.scale("a"), 200))
        .isInstanceOfSatisfying(
            Snapshot.Missing.class,
            missing ->
                assertThat(missing.message())
                    .contains("2 names in ")
                    .contains(
                        "are like 'epoch=*-step=200.ckpt', so nobody can say which is meant"));
    assertThat(locator.locate(flat, flat.scale("a"), 300))
        .isInstanceOfSatisfying(
            Snapshot.Missing.class,
            missing ->
                assertThat(missing.message()).contains("there is no epoch=*-step=300.ckpt in "));
  }

  @Test
  void stepsAreDiscoveredFromFileNamesWhereThereAreNoStepDirectories() throws IOException {
    write("a/5.pt", 1);
    write("a/6.pt", 1);
    write("b/5.pt", 1);
    Family family = family("{files: ['{step}.pt']}", "{discover: true}", "");
    assertThat(new SnapshotLocator(hadoop).steps(family).of(family.scale("a"))).containsExactly(5L);
  }

  @Test
  void aStarIsFilledInFromTheOneNameThatFits() throws IOException {
    for (String step : List.of("step1-tokens0B", "step1000-tokens2B", "step12-tokens*B")) {
      write("a/run-x/" + step.replace('*', '1') + "/model.bin", 3);
      write("b/run-y/" + step.replace('*', '1') + "/model.bin", 3);
    }
    Family family =
        family(
            "{directory: 'run-*/step{step}-tokens*B', files: [model.bin]}", "{discover: true}", "");
    AlignedSteps steps = new SnapshotLocator(hadoop).steps(family);
    assertThat(steps.of(family.scale("b"))).containsExactly(1L, 12L, 1000L);
    assertThat(((Snapshot.Found) locate(family, 1)).main().path())
        .endsWith("/a/run-x/step1-tokens0B/model.bin");
    assertThat(((Snapshot.Missing) locate(family, 5)).message())
        .contains("there is nothing like 'step5-tokens*B' in ")
        .endsWith("(step 5)");
  }

  @Test
  void namesThatFitAStarTwiceAreRefusedByName() throws IOException {
    write("a/step1-x/model.bin", 3);
    write("a/step1-y/model.bin", 3);
    write("b/step1-x/model.bin", 3);
    Family family = family("{directory: 'step{step}-*', files: [model.bin]}", "[1]", "");
    assertThat(((Snapshot.Missing) locate(family, 1)).message())
        .startsWith("2 names in listonly://bucket" + directory + "/a are like 'step1-*'")
        .contains("step1-x, step1-y");
    write("b/run-1/step1/model.bin", 3);
    write("b/run-2/step1/model.bin", 3);
    Family runs =
        family("{directory: 'run-*/step{step}', files: [model.bin]}", "{discover: true}", "");
    assertThatThrownBy(() -> new SnapshotLocator(hadoop).steps(runs))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("there is nothing like 'run-*'");
  }

  private void writeRef(String repository, String ref, String commit) throws IOException {
    Path file = directory.resolve(repository + "/refs/" + ref);
    Files.createDirectories(file.getParent());
    Files.writeString(file, commit);
  }

  @Test
  void aRefOfAHubsCacheLeadsToItsCommit() throws IOException {
    for (String scale : List.of("a", "b")) {
      for (int step : List.of(1, 20)) {
        String commit = (scale + "0" + step).repeat(10);
        writeRef(scale, "step" + step, commit + "\n");
        write(scale + "/snapshots/" + commit + "/model.bin", step);
      }
    }
    Family family = family("{ref: 'step{step}', files: [model.bin]}", "{discover: true}", "");
    AlignedSteps steps = new SnapshotLocator(hadoop).steps(family);
    assertThat(steps.of(family.scale("a"))).containsExactly(1L, 20L);
    assertThat(((Snapshot.Found) locate(family, 20)).main().path())
        .endsWith("/a/snapshots/" + "a020".repeat(10) + "/model.bin");
    assertThat(((Snapshot.Missing) locate(family, 3)).message()).contains("there is no ref ");
  }

  @Test
  void aRefThatNamesNoCommitIsNotFollowed() throws IOException {
    writeRef("a", "step1", "../../elsewhere");
    Family family = family("{ref: 'step{step}', files: [model.bin]}", "[1]", "");
    assertThat(((Snapshot.Missing) locate(family, 1)).message())
        .contains("/a/refs/step1 names no commit");
  }

  @Test
  void foldersOfOneRefAreStepsToo() throws IOException {
    for (String scale : List.of("a", "b")) {
      writeRef(scale, "main", "abcdef0");
      write(scale + "/snapshots/abcdef0/step4/model.bin", 1);
    }
    Family family =
        family("{ref: main, directory: 'step{step}', files: [model.bin]}", "{discover: true}", "");
    assertThat(new SnapshotLocator(hadoop).steps(family).of(family.scale("a"))).containsExactly(4L);
    assertThat(names(locate(family, 4))).containsExactly("model.bin");
  }

  @Test
  void discoveringNothingIsMissingInputAndSaysWhereItLooked() throws IOException {
    write("a/step1/model.bin", 1);
    Family family = family("{directory: 'step{step}', files: [model.bin]}", "{discover: true}", "");
    assertThatThrownBy(() -> new SnapshotLocator(hadoop).steps(family))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("family toy: 0 usable step(s) discovered, at least 1 needed")
        .hasMessageContaining("a: 1 in listonly://bucket" + directory + "/a")
        .hasMessageContaining("b: 0 in")
        .extracting("exitCode")
        .isEqualTo(ExitCode.MISSING_INPUT);
  }

  @Test
  void declaredStepsNeedNoListing() throws IOException {
    Family family = checkpoints();
    assertThat(new SnapshotLocator(hadoop).steps(family).of(family.scale("b")))
        .containsExactly(0L, 1L);
    assertThat(ListOnlyFileSystem.LISTED).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"forbidden, may not be listed, UNAVAILABLE", "broken, connection reset, TRY_AGAIN"})
  void aStoreThatCannotBeAskedEndsTheJob(String place, String message, ExitCode exitCode)
      throws IOException {
    Family family = checkpoints().withRoot("listonly://bucket/" + place);
    assertThatThrownBy(() -> locate(family, 0))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("listonly://bucket/" + place + "/a/step0")
        .hasMessageContaining(message)
        .extracting("exitCode")
        .isEqualTo(exitCode);
  }

  @Test
  void aStoreWithoutAConnectorIsNamed() throws IOException {
    Family family = checkpoints().withRoot("s3a://bucket/toy");
    Configuration withDefaults = new Configuration();
    assertThatThrownBy(
            () -> new SnapshotLocator(withDefaults).locate(family, family.scales().get(0), 0))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("no file system for s3a://bucket/toy/a/step0")
        .extracting("exitCode")
        .isEqualTo(ExitCode.CONFIGURATION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pico-mini-sample", "pythia-mini-sample"})
  void everySnapshotOfTheSamplesIsThere(String name) {
    requireAll(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pico-mini", "pythia-mini"})
  void everySnapshotOfTheMinisIsThere(String name) {
    Repository.data(name);
    requireAll(name);
  }

  private static void requireAll(String name) {
    Configuration local = new Configuration(false);
    Family family = FamilyFiles.load(Repository.family(name), local);
    SnapshotLocator locator = new SnapshotLocator(local);
    for (var scale : family.scales()) {
      for (long step : ((StepGrid.Declared) family.steps()).steps()) {
        assertThat(locator.locate(family, scale, step))
            .as("%s at step %d", scale.name(), step)
            .isInstanceOfSatisfying(
                Snapshot.Found.class,
                found -> assertThat(found.bytes()).isGreaterThan(2 * scale.entries()));
      }
    }
  }
}
