package org.gradienttransport.udfs.tensor;

/** What the pickles of one file may use together, so that many of them cost no more than one. */
final class PickleBudget {
  private int steps;
  private int containers;

  void step(PickleInput input) throws TensorFormatException {
    if (++steps > Limits.PICKLE_STEPS) {
      throw input.refuse(
          "the pickle takes more than " + Limits.PICKLE_STEPS + " steps", Remedy.BEYOND_LIMIT);
    }
  }

  void container(PickleInput input) throws TensorFormatException {
    if (++containers > Limits.PICKLE_CONTAINERS) {
      throw input.refuse(
          "the pickle makes more than " + Limits.PICKLE_CONTAINERS + " containers",
          Remedy.BEYOND_LIMIT);
    }
  }
}
