package org.gradienttransport.jobs.plan.input;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.udfs.tensor.TensorFile;
import org.gradienttransport.udfs.tensor.TensorInfo;

/**
 * The tensors of a checkpoint that are a model's parameters, or its gradients where it holds no
 * parameters. Trainers save a dictionary with the model at one key and the optimizer's state,
 * gradients or averages of weights at others.
 *
 * @param keys where they lie; the empty text for tensors at the top
 * @param tensors floating ones, each once, in the file's order
 * @param buffers kinds of others that the model does not train, by the ends of their names
 * @param tied names of others that are one of these once more
 * @param left how many tensors lie at each other key
 */
record ParameterTensors(
    Set<String> keys,
    List<TensorInfo> tensors,
    Set<String> buffers,
    Set<String> tied,
    Map<String, Long> left) {
  private static final Pattern GRADIENTS =
      Pattern.compile("(.*_)?grad(s|ients?)?(_.*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern OTHERS =
      Pattern.compile(
          ".*(optim|sched|scaler|exp_avg|rng|callback|average).*|(.*_)?(ema|swa)(_.*)?",
          Pattern.CASE_INSENSITIVE);

  /**
   * Chooses by the names of keys.
   *
   * @param asked a key, if somebody has chosen
   * @throws JobException USAGE if the file has no such key
   */
  static ParameterTensors of(TensorFile file, Optional<String> asked) {
    List<TensorInfo> floating =
        file.tensors().stream().filter(tensor -> tensor.dtype().floating()).toList();
    Set<String> all = floating.stream().map(ParameterTensors::key).collect(sorted());
    Set<String> keys =
        asked
            .map(Set::of)
            .orElseGet(
                () ->
                    some(all, key -> !isGradients(key) && !isOther(key))
                        .or(() -> some(all, ParameterTensors::isGradients))
                        .orElse(all));
    if (!all.containsAll(keys)) {
      throw new JobException(
          ExitCode.USAGE,
          "%s has nothing at the key %s; its keys are %s"
              .formatted(file.name(), String.join(", ", keys), String.join(", ", all)));
    }
    List<TensorInfo> tensors = new ArrayList<>(floating);
    tensors.removeIf(tensor -> !keys.contains(key(tensor)));
    Set<String> buffers =
        tensors.stream().flatMap(tensor -> Buffers.kind(tensor).stream()).collect(sorted());
    tensors.removeIf(tensor -> Buffers.kind(tensor).isPresent());
    Set<String> names = tensors.stream().map(TensorInfo::name).collect(sorted());
    Set<String> tied = new TreeSet<>();
    file.tied()
        .forEach(
            (name, other) -> {
              if (names.contains(name) && names.contains(other)) {
                tied.add(name);
              }
            });
    tensors.removeIf(tensor -> tied.contains(tensor.name()));
    Map<String, Long> left =
        floating.stream()
            .filter(tensor -> !keys.contains(key(tensor)))
            .collect(groupingBy(ParameterTensors::key, TreeMap::new, counting()));
    return new ParameterTensors(keys, tensors, buffers, tied, left);
  }

  /** Whether names speak of gradients. */
  boolean gradients() {
    return keys.stream().allMatch(ParameterTensors::isGradients);
  }

  /** Whether a name speaks of what trainers keep beside a model and its gradients. */
  static boolean isOther(String name) {
    return OTHERS.matcher(name).matches();
  }

  private static boolean isGradients(String key) {
    return GRADIENTS.matcher(key).matches();
  }

  private static Optional<Set<String>> some(Set<String> keys, Predicate<String> which) {
    Set<String> chosen = keys.stream().filter(which).collect(sorted());
    return chosen.isEmpty() ? Optional.empty() : Optional.of(chosen);
  }

  private static Collector<String, ?, TreeSet<String>> sorted() {
    return toCollection(TreeSet::new);
  }

  /** What stands before the first slash. */
  private static String key(TensorInfo tensor) {
    return tensor.name().substring(0, Math.max(0, tensor.name().indexOf('/')));
  }
}
