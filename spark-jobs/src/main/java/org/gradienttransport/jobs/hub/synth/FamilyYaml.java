package org.gradienttransport.jobs.hub.synth;

import java.util.stream.Collectors;
import org.gradienttransport.jobs.conf.StepList;
import org.gradienttransport.jobs.hub.synth.SynthSettings.Format;

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
            parts: [input_layernorm.weight, input_layernorm.bias, post_attention_layernorm.weight,
              post_attention_layernorm.bias, attention.query_key_value.weight,
              attention.query_key_value.bias, attention.dense.weight, attention.dense.bias,
              mlp.dense_h_to_4h.weight, mlp.dense_h_to_4h.bias, mlp.dense_4h_to_h.weight,
              mlp.dense_4h_to_h.bias]
          - names: [gpt_neox.final_layer_norm.weight, gpt_neox.final_layer_norm.bias,
              embed_out.weight]
        exclude: ['.*\\.attention\\.bias', '.*\\.attention\\.masked_bias',
          '.*\\.rotary_emb\\.inv_freq']
      """;

  private FamilyYaml() {}

  static String of(SynthSettings settings) {
    boolean pico = settings.layout() == SynthLayout.PICO_LM;
    return """
    # Made by gradient-transport synth.
    family: %s
    %stitle: Synthetic family, %s
    note: Synthetic. Generated numbers in the file layout of %s; no model was trained.
    field: %s
    root: .
    scales:
    %s
    snapshot:
      directory: %s
      files: [%s]
    steps: [%s]
    grid: strict
    %swindow: auto
    """
        .formatted(
            settings.name(),
            settings
                .place()
                .map(of -> "cohort: " + of.cohort() + "\nmember: '" + of.member() + "'\n")
                .orElse(""),
            settings.what(),
            pico ? "pico-lm" : "pythia",
            pico ? "gradient" : "checkpoint_difference",
            settings.scales().stream()
                .map(scale -> "  - {name: " + scale.name() + ", entries: " + scale.entries() + "}")
                .collect(Collectors.joining("\n")),
            directory(settings, "{step}"),
            fileName(settings),
            new StepList(settings.steps()),
            pico ? PICO_TENSORS : PYTHIA_TENSORS);
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
