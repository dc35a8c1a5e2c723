package org.gradienttransport.udfs.tensor;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files that hold slices of tensors, of which no single one is a checkpoint, told by the names that
 * their writers give them.
 */
public enum PartOfCheckpoint {
  /** PyTorch's distributed checkpoints: {@code __0_0.distcp} beside {@code .metadata}. */
  DISTRIBUTED(
      Pattern.compile("(.*/)?[^/]+\\.distcp"),
      "a part of a PyTorch distributed checkpoint, in which tensors are cut into pieces",
      "put it together with python -m torch.distributed.checkpoint.format_utils dcp_to_torch"
          + " FOLDER checkpoint.pt, FOLDER being that of this file"),

  /** {@code zero_pp_rank_0_mp_rank_00_optim_states.pt}, or with {@code bf16_} before it. */
  DEEPSPEED(
      Pattern.compile(
          "(.*/)?(bf16_|fp16_)?zero_pp_rank_\\d+_mp_rank_\\d+_(optim|model)_states\\.pt"),
      "a partition of a DeepSpeed ZeRO checkpoint, in which tensors are cut into pieces",
      "put it together with python zero_to_fp32.py FOLDER pytorch_model.bin, the script that"
          + " DeepSpeed leaves in FOLDER, above that of this file");

  private final Pattern name;
  private final String what;
  private final String remedy;

  PartOfCheckpoint(Pattern name, String what, String remedy) {
    this.name = name;
    this.what = what;
    this.remedy = remedy;
  }

  /** What a file is and how to read it, in a clause, if its name is that of a part. */
  public static Optional<String> advice(String fileName) {
    return Stream.of(values())
        .filter(part -> part.name.matcher(fileName).matches())
        .map(part -> fileName + " is " + part.what + "; " + part.remedy)
        .findFirst();
  }

  static void refuse(String file) throws TensorFormatException {
    for (PartOfCheckpoint part : values()) {
      if (part.name.matcher(file).matches()) {
        throw new FilePlace(file, "name").refuse("this is " + part.what, part.remedy);
      }
    }
  }
}
