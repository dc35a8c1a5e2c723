package org.gradienttransport.jobs.synth;

import java.util.stream.Collectors;
import org.gradienttransport.jobs.synth.SynthSettings.Format;

/** The description of a generated family, and where its files lie. */
final class FamilyYaml {
  private static final String PICO_TENSORS =
      """
      tensors:
        rules:
          - blocks: '^(.*layers\\.)(?<block>\\d+)\\.(?<part>attention\\.v_proj|attention\\.o_proj|swiglu\\.w_2)$'
            parts: [attention.v_proj, attention.o_proj, swiglu.w_2]
      expected_tensors: 36
      """;

  private static final String PYTHIA_TENSORS =
      """
      tensors:
        rules:
          - names: [gpt_neox.embed_in.weight]
          - blocks: 'gpt_neox\\.layers\\.(?<block>\\d+)\\.(?<part>.+)'
            parts:
              - input_layernorm.weight
              - input_layernorm.bias
              - post_attention_layernorm.weight
              - post_attention_layernorm.bias
              - attention.query_key_value.weight
              - attention.query_key_value.bias
              - attention.dense.weight
              - attention.dense.bias
              - mlp.dense_h_to_4h.weight
              - mlp.dense_h_to_4h.bias
              - mlp.dense_4h_to_h.weight
              - mlp.dense_4h_to_h.bias
          - names:
              - gpt_neox.final_layer_norm.weight
              - gpt_neox.final_layer_norm.bias
              - embed_out.weight
        exclude:
          - '.*\\.attention\\.bias'
          - '.*\\.attention\\.masked_bias'
          - '.*\\.rotary_emb\\.inv_freq'
      """;

  private FamilyYaml() {}

  static String of(SynthSettings settings) {
    boolean gradients = settings.layout() == SynthLayout.PICO_LM;
    StringBuilder yaml = new StringBuilder("# Made by gradient-transport synth.\n");
    yaml.append("family: ").append(settings.name()).append('\n');
    yaml.append("title: Synthetic family, ").append(settings.what()).append('\n');
    yaml.append("note: Synthetic. Generated numbers in the file layout of ")
        .append(settings.layout().label())
        .append("; no model was trained.\n");
    yaml.append("field: ")
        .append(gradients ? "gradient" : "checkpoint_difference")
        .append("\nroot: .\nscales:\n");
    for (SynthScale scale : settings.scales()) {
      yaml.append("  - {name: ").append(scale.name());
      yaml.append(", entries: ").append(scale.entries()).append("}\n");
    }
    yaml.append("snapshot:\n  directory: ").append(directory(settings, "{step}")).append('\n');
    yaml.append("  files: [").append(fileName(settings)).append("]\n");
    yaml.append("steps: [")
        .append(settings.steps().stream().map(String::valueOf).collect(Collectors.joining(", ")))
        .append("]\n");
    yaml.append("grid: strict\n").append(gradients ? PICO_TENSORS : PYTHIA_TENSORS);
    return yaml.append("window: auto\n").toString();
  }

  /** Path of a snapshot's file below its scale. */
  static String file(SynthSettings settings, long step) {
    return directory(settings, Long.toString(step)) + "/" + fileName(settings);
  }

  private static String directory(SynthSettings settings, String step) {
    return settings.layout() == SynthLayout.PICO_LM
        ? "checkpoints/step_" + step + "/learning_dynamics"
        : "step" + step;
  }

  private static String fileName(SynthSettings settings) {
    if (settings.layout() == SynthLayout.PICO_LM) {
      return "train_gradients.pt";
    }
    return settings.format() == Format.TORCH ? "pytorch_model.bin" : "model.safetensors";
  }
}
