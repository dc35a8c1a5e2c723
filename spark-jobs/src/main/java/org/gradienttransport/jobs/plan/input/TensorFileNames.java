package org.gradienttransport.jobs.plan.input;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  /** The endings that are looked for, for messages. */
  static final String ENDINGS = ".safetensors, .bin, .pt, .pth, .ckpt or .pickle files";

  private static final Pattern TENSORS =
      Pattern.compile("(?!.*-of-\\d)[^{}*]+\\.(safetensors|bin|pt|pth|ckpt|pickle)");
  private static final Pattern UNWRITABLE = Pattern.compile("[{}*\\p{Cntrl}]");
  private static final Pattern SHARDS = Pattern.compile(".+-of-\\d+\\..+");
  private static final Pattern TRAINERS =
      Pattern.compile("(training_args|trainer_state)\\..*", Pattern.CASE_INSENSITIVE);

  /** What writes one model's tensors in pieces, as Megatron's and Meta's programs do. */
  private static final Pattern PIECES =
      Pattern.compile(
          "(mp|tp|pp|model_parallel)_rank_\\d+.*|consolidated\\.\\d+\\.(pt|pth)"
              + "|layer_\\d+-model_.*\\.pt");

  /** Those of them in which tensors themselves are cut, so that no piece has a whole one. */
  private static final Pattern SLICES =
      Pattern.compile("(mp|tp|model_parallel)_rank_\\d+.*|consolidated\\.\\d+\\.(pt|pth)");

  static TensorFileNames of(Map<String, FileStatus> listing) {
    List<String> parameters = new ArrayList<>();
    List<String> others = new ArrayList<>();
    List<String> pieces = pieces(listing.keySet());
    listing.values().stream()
        .filter(status -> status.isFile() && isOne(status.getPath().getName()))
        .filter(status -> !pieces.contains(status.getPath().getName()))
        .sorted(
            Comparator.comparing((FileStatus status) -> !isSafetensors(status))
                .thenComparing(FileStatus::getLen, Comparator.reverseOrder())
                .thenComparing(status -> status.getPath().getName()))
        .map(status -> status.getPath().getName())
        .forEach(name -> (isOther(name) ? others : parameters).add(name));
    listing.keySet().stream()
        .filter(name -> Snapshots.isIndex(name) && isWritable(name))
        .forEach(parameters::add);
    if (parameters.isEmpty() && pieces.isEmpty()) {
      return new TensorFileNames(others, List.of());
    }
    others.addAll(pieces);
    return new TensorFileNames(parameters, others);
  }

  /**
   * Names of files or folders that each hold a piece of every tensor of one model; empty where
   * there is only one, which may be the whole.
   */
  static List<String> pieces(Collection<String> names) {
    List<String> pieces =
        names.stream().filter(name -> PIECES.matcher(name).matches()).sorted().toList();
    return pieces.size() > 1 ? pieces : List.of();
  }

  /**
   * That a file or folder has only slices of a model's tensors, with what puts them together; empty
   * where nothing beside it has the others.
   *
   * @param besides names in the same folder, its own among them
   */
  static Optional<String> slices(String name, Collection<String> besides) {
    return isSlice(name) && pieces(besides).contains(name) ? advice(besides) : Optional.empty();
  }

  /** What to do about what lies in a folder without a whole file of tensors, if that is known. */
  static Optional<String> advice(Collection<String> names) {
    List<String> pieces = pieces(names);
    if (!pieces.isEmpty()) {
      return Optional.of(
          "%s and %d more are parts of one model; put it together with the converter of the program that wrote them, such as Megatron's tools/checkpoint/convert.py or convert_llama_weights_to_hf.py"
              .formatted(pieces.get(0), pieces.size() - 1));
    }
    return names.stream()
        .filter(name -> SHARDS.matcher(name).matches())
        .findFirst()
        .map(
            name ->
                name
                    + " is one of several shards, which are read by the index that is saved beside"
                    + " them (NAME.index.json); fetch it, or save the model again");
  }

  /** Whether a name is that of what holds slices, unless there is only one of its kind. */
  static boolean isSlice(String name) {
    return SLICES.matcher(name).matches();
  }

  /** Whether a name is that of a whole file of tensors, not of a part of one. */
  static boolean isOne(String name) {
    return TENSORS.matcher(name).matches();
  }

  /** Whether a family's file can state a name: it has no other use for these characters. */
  static boolean isWritable(String name) {
    return !UNWRITABLE.matcher(name).find();
  }

  private static boolean isSafetensors(FileStatus status) {
    return status.getPath().getName().endsWith(".safetensors");
  }

  /** Whether a file is what trainers leave beside a model, by its name. */
  static boolean isOther(String name) {
    return TRAINERS.matcher(name).matches()
        || ParameterTensors.isOther(name.substring(0, name.lastIndexOf('.')));
  }
}
