package org.gradienttransport.jobs.hub.synth;

/**
 * One size of a generated family.
 *
 * @param name of the scale and of its directory
 * @param entries N
 */
public record SynthScale(String name, long entries) {
  /** Analysed entries of a Pico-LM decoder of this width: 64 d^2 (METHOD section 5). */
  public static SynthScale ofWidth(long width) {
    return new SynthScale("d" + width, Math.multiplyExact(64L, Math.multiplyExact(width, width)));
  }

  public static SynthScale ofEntries(long entries) {
    return new SynthScale("n" + entries, entries);
  }
}
