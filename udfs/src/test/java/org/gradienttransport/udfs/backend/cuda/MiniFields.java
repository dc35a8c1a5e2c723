package org.gradienttransport.udfs.backend.cuda;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gradienttransport.udfs.layout.BlockTensors;
import org.gradienttransport.udfs.layout.Candidate;
import org.gradienttransport.udfs.layout.Candidate.ElementKind;
import org.gradienttransport.udfs.layout.FieldLayout;
import org.gradienttransport.udfs.layout.FieldLayout.Unmatched;
import org.gradienttransport.udfs.layout.LayoutException;
import org.gradienttransport.udfs.layout.NamedTensors;
import org.gradienttransport.udfs.tensor.FileSource;
import org.gradienttransport.udfs.tensor.TensorFile;
import org.gradienttransport.udfs.tensor.TensorFiles;
import org.gradienttransport.udfs.tensor.TensorInfo;

/**
 * Real fields of the two small families, read from the data folder; {@link #main} writes some as
 * plain doubles for the GPU check's bundle.
 */
public final class MiniFields {
  private static final FieldLayout PICO =
      new FieldLayout(
          List.of(
              BlockTensors.alike(
                  "^(.*layers\\.)(?<block>\\d+)"
                      + "\\.(?<part>attention\\.v_proj|attention\\.o_proj|swiglu\\.w_2)$",
                  List.of("attention.v_proj", "attention.o_proj", "swiglu.w_2"),
                  0)),
          List.of(),
          Unmatched.REFUSE);

  private static final FieldLayout PYTHIA =
      new FieldLayout(
          List.of(
              new NamedTensors(List.of("gpt_neox.embed_in.weight")),
              BlockTensors.alike(
                  "gpt_neox\\.layers\\.(?<block>\\d+)\\.(?<part>.+)",
                  List.of(
                      "input_layernorm.weight",
                      "input_layernorm.bias",
                      "post_attention_layernorm.weight",
                      "post_attention_layernorm.bias",
                      "attention.query_key_value.weight",
                      "attention.query_key_value.bias",
                      "attention.dense.weight",
                      "attention.dense.bias",
                      "mlp.dense_h_to_4h.weight",
                      "mlp.dense_h_to_4h.bias",
                      "mlp.dense_4h_to_h.weight",
                      "mlp.dense_4h_to_h.bias"),
                  0),
              new NamedTensors(
                  List.of(
                      "gpt_neox.final_layer_norm.weight",
                      "gpt_neox.final_layer_norm.bias",
                      "embed_out.weight"))),
          List.of(
              ".*\\.attention\\.bias",
              ".*\\.attention\\.masked_bias",
              ".*\\.rotary_emb\\.inv_freq"),
          Unmatched.REFUSE);

  private MiniFields() {}

  /**
   * One measured field of the reference.
   *
   * @param size s
   * @param steps n_steps
   */
  record Reference(
      String family, String scale, int from, int to, int nodes, double tau, long size, int steps) {

    String name() {
      return family + "-" + scale + "-" + to;
    }
  }

  /** The rows that the small families' fields are known to give. */
  static List<Reference> references(Path data) {
    try {
      List<String> lines =
          Files.readAllLines(data.resolve("reference-rows.csv"), StandardCharsets.UTF_8);
      return lines.stream().skip(1).map(MiniFields::reference).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reference reference(String line) {
    String[] cells = line.split(",", -1);
    return new Reference(
        cells[0],
        cells[1],
        Integer.parseInt(cells[2]),
        Integer.parseInt(cells[3]),
        Integer.parseInt(cells[4]),
        Double.parseDouble(cells[5]),
        Long.parseLong(cells[6]),
        Integer.parseInt(cells[7]));
  }

  /** A gradient of pico-mini, or a checkpoint difference of pythia-mini. */
  static double[] read(Path data, Reference row) {
    Path family = data.resolve(row.family);
    if (row.family.equals("pico-mini")) {
      Path run = family.resolve("pico-mini-" + row.scale + "/checkpoints/step_" + row.to);
      return values(run.resolve("learning_dynamics/train_gradients.pt"), PICO, row.nodes);
    }
    Path model = family.resolve(row.scale);
    double[] later = values(checkpoint(model, row.to), PYTHIA, row.nodes);
    double[] earlier = values(checkpoint(model, row.from), PYTHIA, row.nodes);
    for (int i = 0; i < later.length; i++) {
      later[i] -= earlier[i];
    }
    return later;
  }

  private static Path checkpoint(Path model, int step) {
    Path folder = model.resolve("step" + step);
    Path pickled = folder.resolve("pytorch_model.bin");
    return Files.exists(pickled) ? pickled : folder.resolve("model.safetensors");
  }

  private static double[] values(Path path, FieldLayout layout, int nodes) {
    double[] values = new double[nodes];
    int[] at = {0};
    try (TensorFile file = TensorFiles.open(FileSource.open(path))) {
      for (String name : layout.order(candidates(file))) {
        file.stream(
            file.tensor(name),
            (dtype, raw, offset, count) -> {
              dtype.widen(raw, offset, count, values, at[0]);
              at[0] += count;
            });
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LayoutException e) {
      throw new IllegalStateException(path + ": " + e.getMessage(), e);
    }
    return values;
  }

  private static List<Candidate> candidates(TensorFile file) {
    List<Candidate> candidates = new ArrayList<>();
    for (TensorInfo tensor : file.tensors()) {
      ElementKind kind = tensor.dtype().floating() ? ElementKind.FLOATING : ElementKind.INTEGER;
      candidates.add(new Candidate(tensor.name(), kind, tensor.elements()));
    }
    return candidates;
  }

  /**
   * Writes every field of the reference as little-endian doubles.
   *
   * @param arguments the data folder and the folder to write to
   */
  public static void main(String[] arguments) throws IOException {
    Path data = Path.of(arguments[0]);
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    List<Reference> rows = references(data);
    for (Reference row : rows) {
      double[] field = read(data, row);
      ByteBuffer bytes = ByteBuffer.allocate(8 * field.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asDoubleBuffer().put(field);
      Files.write(folder.resolve(row.name() + ".f64"), bytes.array());
    }
    PrintStream out = System.out;
    out.printf(Locale.ROOT, "%d fields written%n", rows.size());
  }
}
