package org.gradienttransport.jobs.aggregate;

import static java.util.stream.Collectors.joining;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gradienttransport.jobs.plan.store.StoredMeasurement.Tensors;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.FieldTransport.FieldKey;
import org.gradienttransport.schemas.vocabulary.FieldStatus;

/**
 * Snapshots whose elements are of another kind than in most snapshots of their scale: rounded to
 * fewer bits they move by roundings, and widened they may be another step's weights, which no
 * comparison of bytes would find.
 */
final class ElementTypes {
  private final SortedMap<Long, Map<String, String>> bySnapshot = new TreeMap<>();
  private final Map<String, String> usual;

  /**
   * @param fields rows of one scale
   */
  ElementTypes(List<MeasuredField> fields) {
    for (MeasuredField one : fields) {
      if (one.tensors() != null) {
        FieldKey key = one.field().key();
        put(one.tensors(), key.step(), one.tensors().tensorTypes());
        put(one.tensors(), key.fromStep(), one.tensors().fromTensorTypes());
      }
    }
    this.usual = mostCommon();
  }

  private void put(Tensors tensors, long step, List<String> types) {
    for (int i = 0; types != null && i < types.size(); i++) {
      String unused =
          bySnapshot
              .computeIfAbsent(step, any -> new LinkedHashMap<>())
              .put(tensors.tensorNames().get(i), types.get(i));
    }
  }

  /** The types of most snapshots; of as many, those of the earlier. */
  private Map<String, String> mostCommon() {
    Map<Map<String, String>, Integer> counts = new HashMap<>();
    bySnapshot.values().forEach(types -> counts.merge(types, 1, Integer::sum));
    Map<String, String> most = Map.of();
    for (Map<String, String> types : bySnapshot.values()) {
      if (counts.get(types) > counts.getOrDefault(most, 0)) {
        most = types;
      }
    }
    return most;
  }

  /** The row, with a message where a sound real field is made of such a snapshot. */
  FieldTransport marked(FieldTransport field) {
    FieldKey key = field.key();
    if (!key.realisation().isReal() || field.status() != FieldStatus.OK) {
      return field;
    }
    String found =
        Stream.of(key.fromStep(), key.step())
            .distinct()
            .map(this::sentence)
            .filter(sentence -> !sentence.isEmpty())
            .collect(joining(" "));
    return found.isEmpty() ? field : field.with(field.status(), found);
  }

  /** What is to be said of a snapshot, which is nothing where its types are the usual ones. */
  private String sentence(long step) {
    Map<String, String> types = bySnapshot.getOrDefault(step, Map.of());
    List<String> other =
        types.keySet().stream()
            .filter(name -> usual.containsKey(name))
            .filter(name -> !Objects.equals(types.get(name), usual.get(name)))
            .toList();
    return other.isEmpty()
        ? ""
        : "At step %d %s of %d tensors %s of another type than at most steps of the scale, such as %s in %s and not %s."
            .formatted(
                step,
                other.size(),
                types.size(),
                other.size() == 1 ? "is" : "are",
                other.get(0),
                types.get(other.get(0)),
                usual.get(other.get(0)));
  }
}
