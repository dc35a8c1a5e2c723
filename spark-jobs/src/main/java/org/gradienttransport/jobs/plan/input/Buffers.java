package org.gradienttransport.jobs.plan.input;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradienttransport.udfs.tensor.TensorInfo;

/**
 * What a model keeps beside its parameters and does not train, by the names that libraries give it:
 * causal masks, frequencies of rotary positions, running statistics.
 */
final class Buffers {
  /** What stands before the end of a name. */
  static final String BEFORE = "(.*?[./])?";

  private static final Pattern NAMES =
      Pattern.compile(
          BEFORE
              + "((rotary\\w*\\.)?(inv_freq|(cos|sin)_cached?)|rotary\\w*\\.(cos|sin)|freqs_cis"
              + "|masked_bias|position_ids|(causal|attention)_mask|running_(mean|var))");

  /** A causal mask has the name of a bias, which is a vector. */
  private static final Pattern MASKS = Pattern.compile(BEFORE + "(\\w*attn?\\w*\\.bias)");

  private Buffers() {}

  /** The end of a buffer's name, by which all of its kind are known; empty for a parameter. */
  static Optional<String> kind(TensorInfo tensor) {
    return end(NAMES, tensor)
        .or(() -> tensor.shape().size() > 1 ? end(MASKS, tensor) : Optional.empty());
  }

  private static Optional<String> end(Pattern pattern, TensorInfo tensor) {
    Matcher matcher = pattern.matcher(tensor.name());
    return matcher.matches() ? Optional.of(matcher.group(2)) : Optional.empty();
  }
}
