package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.conf.FieldSource;
import org.gradienttransport.jobs.conf.HubSource;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.hub.fetch.ImitatedHub;
import org.gradienttransport.jobs.plan.input.FamilyExamination;
import org.gradienttransport.jobs.plan.input.ScaleExamination;
import org.gradienttransport.udfs.layout.BlockTensors;
import org.gradienttransport.udfs.layout.LayoutRule;
import org.gradienttransport.udfs.layout.NamedTensors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tiny families in the layouts and names of public series, described by the shipped files but for
 * root, sizes and steps. Fetched from an imitated hub, they give the fields and the rows of the
 * same tensors in plain layout, bit for bit.
 */
@Tag("spark")
class ShippedLayoutsTest {
  private static final long[] STEPS = {1, 2, 3};
  private static final int BLOCKS = 2;

  @TempDir Path directory;
  private ImitatedHub hub;

  @BeforeEach
  void start() throws IOException {
    hub = new ImitatedHub(directory);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  /** Names as hubs have them, written out: what the shipped files must come to. */
  @ParameterizedTest
  @CsvSource({
    "pythia-deduped, pythia-410m-deduped/step2/model.safetensors,"
        + " gpt_neox.layers.1.attention.query_key_value.bias",
    "pythia-decoupled, pythia-160m-weight-seed1/step2/model.safetensors,"
        + " gpt_neox.layers.0.mlp.dense_h_to_4h.weight",
    "gemstones, Gemstone-256x23/step_00000002/model.safetensors,"
        + " model.layers.1.self_attn.q_proj.weight",
    "datadecide, DataDecide-dolma1_7-150M/step2-seed-default/model.safetensors,"
        + " model.transformer.blocks.1.att_proj.weight",
    "smollm2, SmolLM2-360M-intermediate-checkpoints/step-2/model.safetensors,"
        + " model.layers.0.mlp.gate_proj.weight",
    "open-sci-ref, open-sci-ref-v0.01-0.13b-fineweb-edu-1.4t-300B-4096/iter_0000002/"
        + "model.safetensors, model.layers.0.self_attn.k_norm.weight",
    "olmo2-1b-early, OLMo-2-0425-1B-early-training/stage1-step2-tokens7B/model.safetensors,"
        + " model.layers.1.post_feedforward_layernorm.weight",
    "bloom, bloom-1b7-intermediate/global_step2/model.safetensors,"
        + " h.1.self_attention.query_key_value.weight",
    "pythia-gradients, 410m/checkpoint_2/checkpoint_gradients_2.pickle,"
        + " gpt_neox.layers.1.attention.query_key_value",
  })
  void aFamilyInAPublicLayoutHasTheFieldsOfThePlainOne(String name, String file, String tensor)
      throws Exception {
    Family shipped = FamilyFiles.load(Repository.family(name), new Configuration());
    Map<String, Map<String, List<Long>>> shapes = new LinkedHashMap<>();
    shipped.scales().forEach(scale -> shapes.put(scale.name(), shapes(shipped, shapes.size())));
    offer(shipped, shapes);
    Family tiny = described(name, shipped, shapes);
    assertThat(hub.fetch(directory.resolve("public.yaml"))).isEmpty();
    assertThat(directory.resolve("public").resolve(file)).exists();
    assertThat(shapes.values()).allSatisfy(tensors -> assertThat(tensors).containsKey(tensor));

    List<ScaleExamination> scales = FamilyExamination.of(tiny, new Configuration());
    assertThat(scales).allSatisfy(scale -> assertThat(scale.problems()).isEmpty());

    Family plain = plain(shipped, shapes);
    Map<String, List<Long>> fields = MeasuredFamilies.fields(tiny);
    assertThat(fields).isEqualTo(MeasuredFamilies.fields(plain)).isNotEmpty();
    assertThat(MeasuredFamilies.rows(directory, tiny))
        .isEqualTo(MeasuredFamilies.rows(directory, plain))
        .hasSameSizeAs(fields.keySet());
  }

  /** Tensors in canonical order: two blocks, each a little wider at the next scale. */
  private static Map<String, List<Long>> shapes(Family family, long scale) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    for (LayoutRule rule : family.layout().rules()) {
      if (rule instanceof NamedTensors named) {
        named.names().forEach(name -> shapes.put(name, List.of(3L, 4 + scale)));
      } else if (rule instanceof BlockTensors blocks) {
        for (int block = 0; block < BLOCKS; block++) {
          for (String part : blocks.parts()) {
            shapes.put(named(blocks, block, part), List.of(2L, 3 + scale));
          }
        }
      }
    }
    return shapes;
  }

  private static String named(BlockTensors rule, int block, String part) {
    return rule.pattern()
        .replaceFirst("\\(\\?<block>[^)]*\\)", Integer.toString(block))
        .replaceFirst("\\(\\?<part>[^)]*\\)", part)
        .replace("(gpt_neox\\.)?", "gpt_neox.")
        .replace("\\.", ".");
  }

  /** Puts every step where the family's file says that a hub has it, and a copy in plain layout. */
  private void offer(Family family, Map<String, Map<String, List<Long>>> shapes)
      throws IOException {
    for (var scale : family.scales()) {
      var snapshots = family.snapshots(scale);
      HubSource source = family.hub().orElseThrow().of(scale);
      String dataset = source.type() == HubSource.Type.DATASET ? "datasets/" : "";
      for (long step : STEPS) {
        String written =
            snapshots.files().stream()
                .map(file -> file.at(step))
                .filter(file -> !file.endsWith(".bin") && !file.endsWith(".json"))
                .findFirst()
                .orElseThrow();
        Path plain = directory.resolve("plain/" + scale.name() + "/" + step + ".safetensors");
        byte[] bytes = write(plain, written, shapes.get(scale.name()), step);
        String folder = source.folder().at(step);
        hub.file(
            dataset + source.repository(),
            source.ref().at(step).replace("*", "7"),
            folder.equals(".") ? written : folder + "/" + written,
            bytes);
      }
    }
  }

  /**
   * Writes a step in plain layout, and returns it as a hub has it: in pickles where those are
   * public, and as safetensors under any other name.
   */
  private static byte[] write(Path plain, String written, Map<String, List<Long>> shapes, long step)
      throws IOException {
    Map<String, double[]> values = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> values.put(name, TinyCheckpoints.values(name, shape, step)));
    TinyCheckpoints.write(plain, shapes, values);
    return written.endsWith(".pickle")
        ? PickledGradients.of(shapes, values)
        : Files.readAllBytes(plain);
  }

  private Family described(String name, Family shipped, Map<String, Map<String, List<Long>>> shapes)
      throws IOException {
    StringBuilder text = new StringBuilder("extends: " + Repository.family(name) + "\n");
    text.append("root: ").append(directory.resolve("public")).append('\n');
    text.append("steps: {discover: true}\nschedule: {kind: none}\nperformance: none\nscales:\n");
    for (var scale : shipped.scales()) {
      text.append(
          "  - {name: '%s', path: '%s', entries: %d}\n"
              .formatted(
                  scale.name(), scale.path(), MeasuredFamilies.entries(shapes.get(scale.name()))));
    }
    return load("public.yaml", text.toString());
  }

  private Family plain(Family shipped, Map<String, Map<String, List<Long>>> shapes)
      throws IOException {
    List<String> names = List.copyOf(shapes.values().iterator().next().keySet());
    StringBuilder text = new StringBuilder("family: plain\ntitle: The same tensors\nroot: plain\n");
    text.append("field: ")
        .append(shipped.field() == FieldSource.GRADIENT ? "gradient" : "checkpoint_difference")
        .append("\nsteps: [1, 2, 3]\nsnapshot: {files: ['{step}.safetensors']}\n")
        .append("tensors: {rules: [{names: ['" + String.join("', '", names) + "']}]}\nscales:\n");
    shapes.forEach(
        (scale, tensors) ->
            text.append(
                "  - {name: '%s', entries: %d}\n"
                    .formatted(scale, MeasuredFamilies.entries(tensors))));
    return load("plain.yaml", text.toString());
  }

  private Family load(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    return FamilyFiles.load(file.toString(), new Configuration());
  }
}
