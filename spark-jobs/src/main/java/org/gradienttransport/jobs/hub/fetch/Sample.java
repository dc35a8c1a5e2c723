package org.gradienttransport.jobs.hub.fetch;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a range read tells of a safetensors file.
 *
 * @param shapes kind of elements and shape of every tensor, as text, by name
 * @param tensor the tensor that values are taken from, the largest of floating kind
 * @param hash SHA-256 of its first bytes
 * @param values its first values
 */
record Sample(SortedMap<String, String> shapes, String tensor, String hash, List<Double> values) {

  Sample {
    values = List.copyOf(values);
  }

  /** The first tensor, by name, that is another one in the other file. */
  Optional<String> differenceFrom(Sample other) {
    for (String name : shapes.keySet()) {
      if (!shapes.get(name).equals(other.shapes.get(name))) {
        return Optional.of(
            "'%s' is %s in place of %s"
                .formatted(
                    HubNames.shown(name),
                    shapes.get(name),
                    other.shapes.getOrDefault(name, "not there")));
      }
    }
    return other.shapes.keySet().stream()
        .filter(name -> !shapes.containsKey(name))
        .findFirst()
        .map(name -> "'" + HubNames.shown(name) + "' is not there");
  }

  /** Root of the sum of squared differences; infinite for samples of unlike tensors. */
  double distance(Sample other) {
    if (!tensor.equals(other.tensor) || values.size() != other.values.size()) {
      return Double.POSITIVE_INFINITY;
    }
    double sum = 0;
    for (int i = 0; i < values.size(); i++) {
      double difference = values.get(i) - other.values.get(i);
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }
}
