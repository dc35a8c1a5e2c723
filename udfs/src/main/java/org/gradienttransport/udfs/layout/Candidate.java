package org.gradienttransport.udfs.layout;

import java.util.Objects;

/**
 * One tensor of a checkpoint, as far as choosing it for a field needs to know it.
 *
 * @param name the tensor's full name in the file
 * @param kind what its elements are
 * @param elements how many there are
 * @param what the elements' kind in words, for messages
 */
public record Candidate(String name, ElementKind kind, long elements, String what) {

  /** What a tensor's elements are. */
  public enum ElementKind {
    /** float16, bfloat16, float32 or float64: may be part of a field. */
    FLOATING,
    /** Integers and booleans (masks, counters): never part of a field. */
    INTEGER,
    /** Kinds that are not read. */
    UNREADABLE
  }

  /** A tensor of which no more than the kind is known. */
  public Candidate(String name, ElementKind kind, long elements) {
    this(name, kind, elements, kind == ElementKind.INTEGER ? "integer elements" : "elements");
  }

  public Candidate {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    if (elements < 0) {
      throw new IllegalArgumentException(
          "tensor " + name + " cannot have " + elements + " elements");
    }
  }
}
