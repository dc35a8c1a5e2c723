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
 * @param strays names of others at the top that are no parameters', such as a loss
 * @param left how many tensors lie at each other key
 */
record ParameterTensors(
    Set<String> keys,
    List<TensorInfo> tensors,
    Set<String> buffers,
    Set<String> tied,
    Set<String> strays,
    Map<String, Long> left) {
  /** Keys of which each holds the model, whatever lies beside it. */
  private static final List<String> MODELS =
      List.of("model", "state_dict", "model_state_dict", "module", "params");

  private static final Pattern GRADIENTS =
      Pattern.compile("(.*_)?grad(s|ients?)?(_.*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern OTHERS =
      Pattern.compile(
          ".*(optim|sched|scaler|exp_avg|rng|callback|average).*|(.*_)?(ema|swa)(_.*)?",
          Pattern.CASE_INSENSITIVE);

  /** What else trainers call what lies beside a model in the same dictionary. */
  private static final Pattern OTHER_KEYS =
      Pattern.compile(
          "(.*_)?(opt|momentums?|avg|loss(es)?|lr|metrics?|steps?|epochs?)(_.*)?",
          Pattern.CASE_INSENSITIVE);

  /**
   * Chooses by the names of keys.
   *
   * @param asked a key, if somebody has chosen
   * @throws JobException USAGE if the file has no such key; BAD_DATA if no key's name is that of a
   *     model or its gradients
   */
  static ParameterTensors of(TensorFile file, Optional<String> asked) {
    List<TensorInfo> floating =
        file.tensors().stream().filter(tensor -> tensor.dtype().floating()).toList();
    Set<String> all = floating.stream().map(ParameterTensors::key).collect(sorted());
    Set<String> keys = asked.map(Set::of).orElseGet(() -> chosen(all, file));
    if (!all.containsAll(keys)) {
      throw JobException.usage(
          "%s has nothing at the key %s; its keys are %s"
              .formatted(file.name(), String.join(", ", keys), String.join(", ", all)));
    }
    List<TensorInfo> tensors = new ArrayList<>(floating);
    tensors.removeIf(tensor -> !keys.contains(key(tensor)));
    Set<String> strays =
        tensors.stream().map(TensorInfo::name).filter(ParameterTensors::isStray).collect(sorted());
    tensors.removeIf(tensor -> strays.contains(tensor.name()));
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
    return new ParameterTensors(keys, tensors, buffers, tied, strays, left);
  }

  /** Whether names speak of gradients. */
  boolean gradients() {
    return !keys.isEmpty() && keys.stream().allMatch(ParameterTensors::isGradients);
  }

  long entries() {
    return tensors.stream().mapToLong(TensorInfo::elements).sum();
  }

  /** Names and shapes, which snapshots of one model share. */
  Map<String, List<Long>> shapes() {
    Map<String, List<Long>> shapes = new TreeMap<>();
    tensors.forEach(tensor -> shapes.put(tensor.name(), tensor.shape()));
    return shapes;
  }

  private static Set<String> chosen(Set<String> all, TensorFile file) {
    Optional<Set<String>> model = MODELS.stream().filter(all::contains).findFirst().map(Set::of);
    return model
        .or(() -> some(all, key -> !isGradients(key) && !isOtherKey(key)))
        .or(() -> some(all, ParameterTensors::isGradients))
        .orElseGet(
            () -> {
              if (all.isEmpty()) {
                return all;
              }
              throw new JobException(
                  ExitCode.BAD_DATA,
                  "%s has tensors only at keys that are no model's: %s; a model that was pickled whole is not read, so save its state_dict(), or choose one of these with --key"
                      .formatted(file.name(), String.join(", ", all)));
            });
  }

  private static boolean isOtherKey(String key) {
    return isOther(key) || OTHER_KEYS.matcher(key).matches();
  }

  /** Whether a tensor at the top is none of a model, whose parameters have a dot in their names. */
  private static boolean isStray(String name) {
    return !name.contains(".") && !name.contains("/") && isOtherKey(name);
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
