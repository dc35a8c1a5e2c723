package org.gradienttransport.jobs.aggregate;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gradienttransport.jobs.plan.input.TensorContent;
import org.gradienttransport.jobs.plan.store.StoredMeasurement.Tensors;
import org.gradienttransport.schemas.rows.FieldTransport.FieldKey;

/**
 * Tensors of one scale whose content is another step's although the snapshots differ: a shard that
 * was left over from, or taken from, another step.
 *
 * <p>Training leaves some tensors alone for a while: the gains of a normalisation in float16 stay
 * ones until they have moved by more than a rounding, a frozen tensor stays for ever. So content
 * that stays over consecutive steps is remarkable only in a matrix that also moves. Content that
 * comes back after another is remarkable in any tensor, and so is any that two gradients share.
 */
final class RepeatedTensors {
  /** Tensors that a sentence names before it only counts. */
  private static final int NAMED = 3;

  private static final int MATRIX = 2;

  /** Content of one tensor by step. */
  private record Course(boolean matrix, SortedMap<Long, Long> byStep) {}

  private final Map<String, Course> courses = new LinkedHashMap<>();
  private final Map<Long, String> snapshots = new HashMap<>();
  private final Map<Long, SortedMap<Long, List<String>>> found = new HashMap<>();
  private boolean gradients;

  /**
   * @param fields rows of one scale
   */
  RepeatedTensors(List<MeasuredField> fields) {
    for (MeasuredField one : fields) {
      if (one.tensors() != null) {
        FieldKey key = one.field().key();
        gradients |= key.fromStep() == key.step();
        put(one.tensors(), key.step(), one.tensors().tensorHashes());
        put(one.tensors(), key.fromStep(), one.tensors().fromTensorHashes());
        snapshots.put(key.step(), one.field().input().contentHash());
        snapshots.putIfAbsent(key.fromStep(), one.field().input().fromContentHash());
      }
    }
    courses.forEach(this::find);
  }

  private void put(Tensors tensors, long step, List<Long> hashes) {
    for (int i = 0; hashes != null && i < hashes.size(); i++) {
      boolean matrix = tensors.tensorDimensions().get(i) >= MATRIX;
      courses
          .computeIfAbsent(tensors.tensorNames().get(i), any -> new Course(matrix, new TreeMap<>()))
          .byStep()
          .put(step, hashes.get(i));
    }
  }

  private void find(String tensor, Course course) {
    Map<Long, Long> first = new HashMap<>();
    Set<Long> contents = new HashSet<>(course.byStep().values());
    boolean staying = gradients || (course.matrix() && contents.size() > 1);
    Long before = null;
    for (Map.Entry<Long, Long> at : course.byStep().entrySet()) {
      long hash = at.getValue();
      Long earliest = first.putIfAbsent(hash, at.getKey());
      boolean stays = before != null && before == hash;
      if (hash != TensorContent.UNTOLD && earliest != null && (!stays || staying)) {
        add(tensor, earliest, at.getKey());
      }
      before = hash;
    }
  }

  private void add(String tensor, long earlier, long later) {
    String one = snapshots.get(earlier);
    // Snapshots that are equal as a whole are marked as such.
    if (one == null || !one.equals(snapshots.get(later))) {
      note(earlier, later, tensor);
      note(later, earlier, tensor);
    }
  }

  private void note(long step, long other, String tensor) {
    found
        .computeIfAbsent(step, any -> new TreeMap<>())
        .computeIfAbsent(other, any -> new ArrayList<>())
        .add(tensor);
  }

  /** What is to be said of a step, one sentence for each other step. */
  List<String> sentences(long step) {
    return found.getOrDefault(step, new TreeMap<>()).entrySet().stream()
        .map(other -> sentence(step, other.getKey(), other.getValue()))
        .toList();
  }

  private static String sentence(long step, long other, List<String> tensors) {
    return tensors.stream()
        .limit(NAMED)
        .collect(
            joining(
                ", ",
                "step %d has %d tensor(s) of step %d: ".formatted(step, tensors.size(), other),
                tensors.size() > NAMED ? ", ..." : ""));
  }
}
