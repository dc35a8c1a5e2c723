package org.gradienttransport.jobs.plan.input;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.gradienttransport.jobs.conf.Snapshots;

/**
 * Files of one step's folder that may hold tensors, by their names.
 *
 * @param parameters those that may be the model: safetensors before PyTorch's, large before small,
 *     indices of several files last
 * @param others what trainers leave beside it, in the same order; empty where there is nothing else
 */
record TensorFileNames(List<String> parameters, List<String> others) {
  private static final Pattern TENSORS =
      Pattern.compile("(?!.*-of-\\d).+\\.(safetensors|bin|pt|pth)");
  private static final Pattern TRAINERS =
      Pattern.compile("(training_args|trainer_state)\\..*", Pattern.CASE_INSENSITIVE);

  static TensorFileNames of(Map<String, FileStatus> listing) {
    List<String> parameters = new ArrayList<>();
    List<String> others = new ArrayList<>();
    listing.values().stream()
        .filter(status -> status.isFile() && isOne(status.getPath().getName()))
        .sorted(
            Comparator.comparing((FileStatus status) -> !isSafetensors(status))
                .thenComparing(FileStatus::getLen, Comparator.reverseOrder())
                .thenComparing(status -> status.getPath().getName()))
        .map(status -> status.getPath().getName())
        .forEach(name -> (isOther(name) ? others : parameters).add(name));
    listing.keySet().stream().filter(Snapshots::isIndex).forEach(parameters::add);
    return parameters.isEmpty()
        ? new TensorFileNames(others, List.of())
        : new TensorFileNames(parameters, others);
  }

  /** Whether a name is that of a whole file of tensors, not of a part of one. */
  static boolean isOne(String name) {
    return TENSORS.matcher(name).matches();
  }

  private static boolean isSafetensors(FileStatus status) {
    return status.getPath().getName().endsWith(".safetensors");
  }

  private static boolean isOther(String name) {
    return TRAINERS.matcher(name).matches()
        || ParameterTensors.isOther(name.substring(0, name.lastIndexOf('.')));
  }
}
