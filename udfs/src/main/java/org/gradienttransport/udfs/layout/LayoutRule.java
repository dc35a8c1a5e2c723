package org.gradienttransport.udfs.layout;

import java.io.Serializable;
import java.util.List;

/** One stretch of a field: either tensors by name, or the repeated parts of numbered blocks. */
public sealed interface LayoutRule extends Serializable permits NamedTensors, BlockTensors {

  /** How the rule is called in messages. */
  String describe();

  /** What the rule calls a tensor that it takes, whatever prefix the file gives its name. */
  String place(String tensor);

  /** Canonical text of the rule: part of what identifies a measurement. */
  String canonical();

  /** Quotes each name with its length, so that no two lists share one canonical text. */
  static String canonicalList(List<String> names) {
    StringBuilder text = new StringBuilder("[");
    for (String name : names) {
      text.append(name.length()).append(':').append(name).append(',');
    }
    return text.append(']').toString();
  }
}
