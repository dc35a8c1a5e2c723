package org.gradienttransport.jobs.observe;

import java.util.Locale;

/** What a run does, in order. */
public enum Phase {
  /** Finding out what there is. */
  PLAN("Planning"),
  /** Reading fields and relaxing them. */
  MEASURE("Measuring"),
  /** Making tables. */
  AGGREGATE("Aggregating"),
  /** Asking the questions every run is asked. */
  CHECK("Checking"),
  /** Making the run the one that readers see. */
  PUBLISH("Publishing");

  private final String verb;

  Phase(String verb) {
    this.verb = verb;
  }

  /** The phase's name in metrics and job descriptions. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  String verb() {
    return verb;
  }
}
