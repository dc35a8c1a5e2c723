package org.gradienttransport.jobs.plan.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.udfs.tensor.DType;
import org.gradienttransport.udfs.tensor.TensorInfo;
import org.gradienttransport.udfs.tensor.TensorWriter;
import org.gradienttransport.udfs.tensor.TensorWriters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** First descriptions of layouts as people and their programs leave them: right, or refused. */
class FolderDescriptionTest {
  private static final List<Integer> WIDTHS = List.of(8, 16, 32);

  @TempDir Path directory;

  private final Configuration hadoop = new Configuration();

  private static Map<String, List<Long>> model(long width, String prefix) {
    Map<String, List<Long>> tensors = new LinkedHashMap<>();
    tensors.put(prefix + "embed.weight", List.of(5L, width));
    tensors.put(prefix + "h.0.weight", List.of(2L, width));
    tensors.put(prefix + "h.1.weight", List.of(2L, width));
    return tensors;
  }

  private void write(String path, Map<String, List<Long>> shapes) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    List<TensorInfo> infos =
        shapes.entrySet().stream()
            .map(one -> new TensorInfo(one.getKey(), DType.F32, one.getValue(), "here"))
            .toList();
    try (OutputStream out = Files.newOutputStream(file);
        TensorWriter writer =
            path.endsWith(".safetensors")
                ? TensorWriters.safetensors(out, infos)
                : TensorWriters.torch(out, "archive", TensorWriters.Pickled.DICTIONARY, infos)) {
      for (TensorInfo info : writer.order()) {
        byte[] zeros = new byte[(int) info.bytes()];
        writer.write(zeros, 0, zeros.length);
      }
    }
  }

  private String described() {
    return FolderDescription.of(directory.toString(), Optional.empty(), hadoop);
  }

  /** Describes, and examines the family that the description makes. */
  private List<ScaleExamination> examined(String text) throws IOException {
    Path file = Files.writeString(Files.createTempFile("described", ".yaml"), text);
    Family family = FamilyFiles.load(file.toString(), hadoop);
    Files.delete(file);
    List<ScaleExamination> scales = FamilyExamination.of(family, hadoop);
    assertThat(scales).as(text).allSatisfy(scale -> assertThat(scale.problems()).isEmpty());
    return scales;
  }

  private void assertThreeScales(String text, Long... steps) throws IOException {
    List<ScaleExamination> scales = examined(text);
    assertThat(scales).extracting(ScaleExamination::entries).containsExactly(72L, 144L, 288L);
    assertThat(scales)
        .allSatisfy(scale -> assertThat(scale.aligned()).as(text).containsExactly(steps));
  }

  @ParameterizedTest
  @CsvSource({
    "w%d/stage1-step%d-tokens%dB/model.safetensors, stage1-step{step}-tokens*B",
    "runs/w%d/step%d/model.safetensors, step{step}",
    "w%d/checkpoints/iter_%07d/model.pt, checkpoints/iter_{step:07}",
    "w%d/checkpoint-%d/global_step%2$d/model.pt, checkpoint-{step}/global_step{step}",
    "width_%d/%d/model.pt, {step}",
    "w%d_steps99/step_%d/model.pt, step_{step}",
  })
  void foldersOfStepsAreFoundBelowThoseOfScales(String layout, String expected) throws IOException {
    for (int width : WIDTHS) {
      for (int step : List.of(500, 1000)) {
        write(layout.formatted(width, step, step / 250 + 1), model(width, ""));
      }
    }
    String text = described();
    assertThat(text).contains("directory: '" + expected + "'");
    assertThreeScales(text, 500L, 1000L);
  }

  @ParameterizedTest
  @CsvSource({
    "w%d/epoch=%d-step=%d.ckpt, epoch=*-step={step}.ckpt",
    "w%d/epoch=1-step=%3$d.ckpt, epoch=1-step={step}.ckpt",
    "w%d/%3$07d.pt, {step:07}.pt",
  })
  void filesOfStepsAreFound(String layout, String expected) throws IOException {
    for (int width : WIDTHS) {
      for (int epoch : List.of(1, 2)) {
        write(layout.formatted(width, epoch, epoch * 100), model(width, "state_dict/"));
      }
    }
    String text = described();
    assertThat(text).contains("directory: '.', files: ['" + expected + "']");
    assertThat(text.contains("# A guess: in 'w8' nothing but the number says"))
        .isEqualTo(expected.equals("{step:07}.pt"));
    assertThreeScales(text, 100L, 200L);
  }

  @Test
  void filesThatHaveTheStepInTheirNameBelowAFolderThatHasIt() throws IOException {
    for (int width : WIDTHS) {
      for (int step : List.of(0, 1)) {
        write(
            "w%d/checkpoint_%d/checkpoint_gradients_%d.pickle".formatted(width, step, step),
            model(width, ""));
      }
    }
    String text = described();
    assertThat(text)
        .contains("field: gradient\n")
        .contains("files: ['checkpoint_gradients_{step}.pickle']");
    assertThreeScales(text, 0L, 1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/gradients", ""})
  void aFolderOfGradientsIsReadAsOne(String below) throws IOException {
    for (int width : WIDTHS) {
      for (int step : List.of(1, 2)) {
        for (Map.Entry<String, List<Long>> tensor : model(width, "").entrySet()) {
          write(
              "w%d/step%d%s/%s.safetensors".formatted(width, step, below, tensor.getKey()),
              Map.of("gradient", tensor.getValue()));
        }
      }
    }
    String text = described();
    assertThat(text)
        .contains("field: gradient\n")
        .contains("files: ['" + (below.isEmpty() ? "." : "gradients") + "']");
    assertThreeScales(text, 1L, 2L);
  }

  @Test
  void repositoriesOfAHubsCacheAreReadByTheirRefs() throws IOException {
    for (int width : WIDTHS) {
      for (int step : List.of(1, 2)) {
        String commit = "%040x".formatted(width * 100 + step);
        String repository = "models--lab--toy-" + width + "m";
        write(repository + "/snapshots/" + commit + "/model.safetensors", model(width, ""));
        Path refs = Files.createDirectories(directory.resolve(repository + "/refs"));
        Files.writeString(refs.resolve("step" + step), commit);
        Files.writeString(refs.resolve("main"), commit);
      }
    }
    String text = described();
    assertThat(text)
        .contains("path: 'models--lab--toy-8m'")
        .contains("snapshot: {ref: 'step{step}', files: ['model.safetensors']}")
        .contains("1 name(s) of which 'step{step}' reads no step: ['main']");
    assertThreeScales(text, 1L, 2L);
  }

  @Test
  void aRepositoryWhoseRefsTellNoStepIsRefused() throws IOException {
    write("models--lab--toy/snapshots/" + "a".repeat(40) + "/model.safetensors", model(8, ""));
    Path refs = Files.createDirectories(directory.resolve("models--lab--toy/refs"));
    Files.writeString(refs.resolve("main"), "a".repeat(40));
    assertRefused(ExitCode.MISSING_INPUT, "models--lab--toy is a repository in a hub's cache");
  }

  @ParameterizedTest
  @ValueSource(strings = {"toy-%dm/model.safetensors", "w%d.pt", "%d/model.pt"})
  void sizesAreNoSteps(String layout) throws IOException {
    for (int width : WIDTHS) {
      write(layout.formatted(width), model(width, ""));
    }
    assertRefused(ExitCode.MISSING_INPUT, "models of different sizes, not steps of one");
  }

  @Test
  void oneStepOfEachScaleIsSaid() throws IOException {
    for (int width : WIDTHS) {
      write("w%d/step100/model.pt".formatted(width), model(width, ""));
    }
    assertThat(described())
        .contains("path: 'w16', entries: 144} # 1 steps")
        .contains("# In 'w8' there is one step, 'step100'; a checkpoint_difference needs two.");
  }

  @Test
  void whatIsNoStepIsSaid() throws IOException {
    for (String name : List.of("ckpt_100", "ckpt_200", "ckpt_best")) {
      write("run/" + name + ".pt", model(8, ""));
      write("again/" + name + "/model.pt", model(8, ""));
    }
    assertThat(described())
        .contains("reads no step: ['ckpt_best.pt'].")
        .contains("reads no step: ['ckpt_best'].")
        .contains("# ['again', 'run'] all have 72 entries");
  }

  @Test
  void besideAKeyOfTheModelNothingElseIsTaken() throws IOException {
    Map<String, List<Long>> all = new LinkedHashMap<>(model(8, "model/"));
    for (String other : List.of("opt/", "opt_state/", "model_avg/", "momentum/")) {
      all.putAll(model(8, other));
    }
    all.put("loss", List.of(4L));
    write("run/gradclip1-step1/ckpt.safetensors", all);
    write("run/gradclip1-step2/ckpt.safetensors", all);
    String text = described();
    assertThat(text)
        .contains("field: checkpoint_difference\n")
        .contains("entries: 72}")
        .contains("# Left out: 1 tensors at the top;");
    assertThat(examined(text).get(0).tensors()).isEqualTo(3);
  }

  @Test
  void whatTrainersPutBesideTensorsAtTheTopIsLeftOut() throws IOException {
    Map<String, List<Long>> all = new LinkedHashMap<>(model(8, ""));
    all.put("val_losses", List.of(4L));
    all.putAll(model(8, "opt_state/0/mu/"));
    write("run/step1/a.safetensors", all);
    write("run/step2/a.safetensors", all);
    String text = described();
    assertThat(text)
        .contains("# Left out: ['val_losses'], by their names no parameters.")
        .contains("# Left out: 3 tensors at 'opt_state'");
    assertThat(examined(text).get(0).entries()).isEqualTo(72);
  }

  @Test
  void anOptimizerAloneIsNoModel() throws IOException {
    write("run/step1/a.safetensors", model(8, "optimizer/state/"));
    assertRefused(
        ExitCode.BAD_DATA, "has tensors only at keys that are no model's: optimizer; a model that");
    assertThat(FolderDescription.of(directory.toString(), Optional.of("optimizer"), hadoop))
        .contains("- 'optimizer/state/embed.weight'");
  }

  @Test
  void aFileWithoutTensorsIsNoModel() throws IOException {
    write("run/step1/model.pt", Map.of());
    assertRefused(ExitCode.BAD_DATA, "holds 0 floating elements that could be parameters");
  }

  @ParameterizedTest
  @CsvSource({
    "iter_%07d/mp_rank_%02d/model_optim_rng.pt, mp_rank_00 and 1 more are parts of one model",
    "step%d/consolidated.%02d.pth, consolidated.00.pth and 1 more are parts of one model",
    "step%d/model_%05d-of-00002.safetensors, is one of several shards",
    "step%d/__%d_0.distcp, torch.distributed.checkpoint.format_utils",
  })
  void partsOfAModelAreNamedAsSuch(String layout, String said) throws IOException {
    for (int step : List.of(1, 2)) {
      for (int rank : List.of(0, 1)) {
        write("run/" + layout.formatted(step, rank), model(8, ""));
      }
    }
    assertRefused(ExitCode.MISSING_INPUT, said);
  }

  @Test
  void oneRankIsAWholeModel() throws IOException {
    write("run/iter_0000001/mp_rank_00/model_optim_rng.pt", model(8, "model/"));
    write("run/iter_0000002/mp_rank_00/model_optim_rng.pt", model(8, "model/"));
    assertThat(described()).contains("directory: 'iter_{step:07}/mp_rank_00'");
  }

  @Test
  void numbersWithGapsAreNamesAndOtherTensorsOfAScaleAreSaid() throws IOException {
    Map<String, List<Long>> small =
        Map.of("net.0.weight", List.of(4L), "net.2.weight", List.of(4L));
    Map<String, List<Long>> large =
        Map.of("net.0.weight", List.of(8L), "net.2.weight", List.of(8L), "head.bias", List.of(2L));
    for (int step : List.of(1, 2)) {
      write("w8/step%d/model.safetensors".formatted(step), small);
      write("w16/step%d/model.safetensors".formatted(step), small);
      write("w32/step%d/model.safetensors".formatted(step), large);
    }
    assertThat(described())
        .contains("- names:\n        - 'net.0.weight'\n        - 'net.2.weight'\n")
        .contains("# The rules are those of 'w16'; 'w32' has besides ['head.bias']: give it");
  }

  private void assertRefused(ExitCode exit, String said) {
    assertThatThrownBy(this::described)
        .isInstanceOfSatisfying(
            JobException.class, refused -> assertThat(refused.exitCode()).isEqualTo(exit))
        .hasMessageContaining(said);
  }
}
