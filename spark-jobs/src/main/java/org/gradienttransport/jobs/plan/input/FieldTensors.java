package org.gradienttransport.jobs.plan.input;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.udfs.layout.Candidate;
import org.gradienttransport.udfs.layout.Candidate.ElementKind;
import org.gradienttransport.udfs.layout.FieldLayout;
import org.gradienttransport.udfs.layout.LayoutException;
import org.gradienttransport.udfs.layout.TakenTensor;
import org.gradienttransport.udfs.tensor.TensorFile;
import org.gradienttransport.udfs.tensor.TensorInfo;

/** The tensors of one file that make a field, in canonical order. */
record FieldTensors(String file, List<Tensor> tensors) {

  /** A tensor and how its rule came to it. */
  record Tensor(TensorInfo info, TakenTensor taken) {
    private boolean like(Tensor other) {
      return taken.rule() == other.taken.rule()
          && taken.place().equals(other.taken.place())
          && info.shape().equals(other.info.shape());
    }

    private String text() {
      return "'" + info.name() + "' " + info.shape();
    }
  }

  FieldTensors {
    tensors = List.copyOf(tensors);
  }

  /**
   * Chooses and orders a file's tensors.
   *
   * @throws LayoutException if the layout does not find its tensors
   * @throws FieldRefusedException if they are not as many, or not as large, as was promised
   */
  static FieldTensors of(TensorFile file, FieldLayout layout, OptionalInt expected, long entries)
      throws LayoutException, FieldRefusedException {
    FieldTensors field = of(file, layout);
    field.requireTensors(expected);
    field.requireEntries(entries);
    return field;
  }

  /**
   * Chooses and orders a file's tensors, however many they are.
   *
   * @throws LayoutException if the layout does not find its tensors
   */
  static FieldTensors of(TensorFile file, FieldLayout layout) throws LayoutException {
    Map<String, TensorInfo> byName = new HashMap<>();
    file.tensors().forEach(tensor -> byName.put(tensor.name(), tensor));
    return new FieldTensors(
        file.name(),
        layout.take(candidates(file)).stream()
            .map(taken -> new Tensor(byName.get(taken.tensor()), taken))
            .toList());
  }

  /** What a layout chooses from: also tensors that cannot be read, so that it can say so. */
  private static List<Candidate> candidates(TensorFile file) {
    List<Candidate> candidates = new ArrayList<>();
    file.tensors().forEach(tensor -> candidates.add(candidate(tensor)));
    file.unreadable()
        .forEach(
            (name, kind) ->
                candidates.add(
                    new Candidate(
                        name, ElementKind.UNREADABLE, 0, "elements that are not read: " + kind)));
    return candidates;
  }

  private static Candidate candidate(TensorInfo tensor) {
    ElementKind kind = tensor.dtype().floating() ? ElementKind.FLOATING : ElementKind.INTEGER;
    return new Candidate(
        tensor.name(),
        kind,
        tensor.elements(),
        kind == ElementKind.INTEGER
            ? "integer elements (%s)".formatted(tensor.dtype().torchName())
            : "elements");
  }

  private void requireTensors(OptionalInt expected) throws FieldRefusedException {
    if (expected.isPresent() && tensors.size() != expected.getAsInt()) {
      throw wrongSize(
          "%s holds %d tensors of the field, but the family's description expects %d. Correct"
                  .formatted(file, tensors.size(), expected.getAsInt())
              + " 'expected_tensors' or the tensor rules in the family file.");
    }
  }

  private void requireEntries(long entries) throws FieldRefusedException {
    long total = tensors.stream().mapToLong(tensor -> tensor.info().elements()).sum();
    if (total != entries) {
      throw wrongSize(
          "%s holds a field of %d entries in %d tensors, but the family's description says %d."
                  .formatted(file, total, tensors.size(), entries)
              + " Correct 'entries' of this scale, or the tensor rules, in the family file.");
    }
  }

  /**
   * Requires that another file's field has the same tensors in the same shapes, entry by entry.
   *
   * @throws FieldRefusedException naming both files and the first tensor that differs
   */
  void requireLike(FieldTensors earlier) throws FieldRefusedException {
    int common = Math.min(tensors.size(), earlier.tensors.size());
    for (int i = 0; i < common; i++) {
      if (!tensors.get(i).like(earlier.tensors.get(i))) {
        throw unlike(earlier, i, tensors.get(i).text(), earlier.tensors.get(i).text());
      }
    }
    if (tensors.size() != earlier.tensors.size()) {
      throw unlike(earlier, common, text(common), earlier.text(common));
    }
  }

  private String text(int i) {
    return i < tensors.size() ? tensors.get(i).text() : "nothing";
  }

  private FieldRefusedException unlike(FieldTensors earlier, int i, String here, String there) {
    return wrongSize(
        ("%s and %s are laid out differently and cannot be subtracted: tensor %d of the field is %s"
                + " in the later and %s in the earlier. Convert one of them to the layout of the"
                + " other, or leave its step out of the family file.")
            .formatted(file, earlier.file, i + 1, here, there));
  }

  private static FieldRefusedException wrongSize(String message) {
    return new FieldRefusedException(FieldStatus.WRONG_SIZE, message, null);
  }
}
