package org.gradienttransport.jobs.aggregate;

import static java.util.stream.Collectors.groupingBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.FieldTransport.FieldKey;
import org.gradienttransport.schemas.rows.FieldTransport.Input;
import org.gradienttransport.schemas.rows.FieldTransport.Neighbours;
import org.gradienttransport.schemas.vocabulary.FieldStatus;

/**
 * Marks rows made from a snapshot whose content another step of the same scale has too: some
 * published branches serve another step's weights. Which of two equal snapshots is the mistaken one
 * nobody can tell, so the rows of both are marked, each with the other's step.
 */
final class RepeatedContent {
  private final Map<String, SortedSet<Long>> stepsByHash = new HashMap<>();
  private final RepeatedTensors tensors;
  private final ElementTypes types;

  private RepeatedContent(List<MeasuredField> scale) {
    for (MeasuredField one : scale) {
      FieldTransport field = one.field();
      if (field.key().realisation().isReal()) {
        put(field.input().contentHash(), field.key().step());
        put(field.input().fromContentHash(), field.key().fromStep());
      }
    }
    this.tensors = new RepeatedTensors(scale);
    this.types = new ElementTypes(scale);
  }

  private void put(String hash, long step) {
    if (hash != null) {
      stepsByHash.computeIfAbsent(hash, any -> new TreeSet<>()).add(step);
    }
  }

  /** The rows of one family, in their order, marked. */
  static List<FieldTransport> mark(List<MeasuredField> fields) {
    Map<String, RepeatedContent> scales = new TreeMap<>();
    fields.stream()
        .collect(groupingBy(one -> one.field().key().scale()))
        .forEach((scale, rows) -> scales.put(scale, new RepeatedContent(rows)));
    return fields.stream()
        .map(one -> scales.get(one.field().key().scale()).marked(one.field()))
        .toList();
  }

  private FieldTransport marked(FieldTransport field) {
    FieldKey key = field.key();
    Input input = field.input();
    Long repeated = other(input.contentHash(), key.step());
    return types
        .marked(equalButForZeros(field))
        .with(withEarlier(input, repeated, key.step()))
        .with(
            new Neighbours(
                repeated,
                other(input.fromContentHash(), key.fromStep()),
                repeatedTensors(field),
                field.neighbours().leftOutSteps()));
  }

  /** The earliest other step with the same content; null if there is none. */
  private Long other(String hash, long step) {
    return stepsByHash.getOrDefault(hash, new TreeSet<>()).stream()
        .filter(any -> any != step)
        .findFirst()
        .orElse(null);
  }

  private static Input withEarlier(Input input, Long repeated, long step) {
    return new Input(
        input.contentHash(),
        input.fromContentHash(),
        repeated == null || repeated > step ? null : repeated,
        input.inputPath(),
        input.fromInputPath(),
        input.inputBytes());
  }

  private List<String> repeatedTensors(FieldTransport field) {
    if (field.input().contentHash() == null) {
      return null;
    }
    List<String> sentences =
        Stream.of(field.key().fromStep(), field.key().step())
            .distinct()
            .flatMap(step -> tensors.sentences(step).stream())
            .toList();
    return sentences.isEmpty() ? null : sentences;
  }

  /** A difference of zeros alone whose checkpoints nevertheless differ says wherein. */
  private static FieldTransport equalButForZeros(FieldTransport field) {
    Input input = field.input();
    boolean equal =
        field.status() == FieldStatus.NO_ACTIVITY
            && field.moments() != null
            && field.moments().zeroShare() == 1
            && input.fromContentHash() != null
            && !input.fromContentHash().equals(input.contentHash());
    return equal
        ? field.with(
            field.status(),
            ("The checkpoint equals that of step %s but for the signs of zeros or the type of its"
                    + " elements, so nothing fires; the field leaves every fit.")
                .formatted(field.key().fromStep()))
        : field;
  }
}
