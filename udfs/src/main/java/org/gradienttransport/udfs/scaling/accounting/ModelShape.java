package org.gradienttransport.udfs.scaling.accounting;

import org.gradienttransport.schemas.vocabulary.FlopsKind;
import org.gradienttransport.schemas.vocabulary.ParamsKind;

/**
 * The shape of a decoder, from which its parameters and its compute are counted.
 *
 * @param layers blocks, positive
 * @param width d_model
 * @param heads attention heads
 * @param keyWidth key width times heads, kh: d_attn of Kaplan et al.
 * @param feedForward inner width of a feed-forward layer
 * @param context tokens in a sequence
 * @param vocabulary tokens in the vocabulary
 */
public record ModelShape(
    int layers, int width, int heads, int keyWidth, int feedForward, int context, int vocabulary) {

  public ModelShape {
    requirePositive("layers", layers);
    requirePositive("width", width);
    requirePositive("heads", heads);
    requirePositive("keyWidth", keyWidth);
    requirePositive("feedForward", feedForward);
    requirePositive("context", context);
    requirePositive("vocabulary", vocabulary);
  }

  /**
   * Parameters of one kind; biases and norms are not counted, as in the papers.
   *
   * @throws IllegalArgumentException for {@link ParamsKind#ANALYSED}, which a field's layout
   *     decides
   */
  public long params(ParamsKind kind) {
    return switch (kind) {
      case NON_EMBEDDING -> blocks();
      case WITH_HEAD, TOTAL -> blocks() + (long) width * vocabulary;
      case ANALYSED ->
          throw new IllegalArgumentException(
              "analysed parameters follow from the layout of a field, not from a model's shape");
    };
  }

  /**
   * Floating-point operations of training on one sequence of {@code context} tokens, forwards and
   * backwards; whole numbers, exact below 2^53.
   *
   * @throws IllegalArgumentException for kinds that no shape decides
   */
  public double flopsPerSequence(FlopsKind kind) {
    return switch (kind) {
      case EXACT -> 3.0 * layers * forwardFlopsPerBlock();
      case EXACT_HEAD -> 3.0 * layers * forwardFlopsPerBlock() + 3.0 * logitFlops();
      case SIX_ND, GIVEN ->
          throw new IllegalArgumentException(
              "FLOPs of kind " + kind.word() + " do not follow from a model's shape");
    };
  }

  // Kaplan et al. 2020, Eq. 2.1; 12 layers width^2 for the usual ratios.
  private long blocks() {
    return 2L * width * layers * (2L * keyWidth + feedForward);
  }

  // Hoffmann et al. 2022, App. F: projections, scores, softmax, values, output, feed-forward.
  private double forwardFlopsPerBlock() {
    double s = context;
    double d = width;
    double kh = keyWidth;
    double projections = 6.0 * s * d * kh;
    double scores = 2.0 * s * s * kh;
    double softmax = 3.0 * heads * s * s;
    double values = 2.0 * s * s * kh;
    double output = 2.0 * s * kh * d;
    double feedForwardLayers = 4.0 * s * d * feedForward;
    return projections + scores + softmax + values + output + feedForwardLayers;
  }

  private double logitFlops() {
    return 2.0 * context * width * vocabulary;
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, got " + value);
    }
  }
}
