package org.gradienttransport.udfs.scaling.fit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.udfs.scaling.form.LossForm;

/**
 * What a bootstrap says about a law's coefficients.
 *
 * @param replicates number of replicates
 * @param failed how many of them could not be fitted
 * @param coefficients spread of each published coefficient, in the form's order; none of those that
 *     fewer than two replicates have as a finite number
 */
public record BootstrapSpread(int replicates, int failed, Map<String, Percentiles> coefficients) {

  /**
   * Summarises.
   *
   * @param replicates in any order
   */
  public static BootstrapSpread of(LossForm form, List<Replicate> replicates) {
    List<Map<String, Double>> fitted =
        replicates.stream()
            .flatMap(replicate -> replicate.minimum().stream())
            .map(minimum -> form.coefficients(minimum.theta().toArray()))
            .toList();
    Map<String, Percentiles> spread = new LinkedHashMap<>();
    fitted.stream()
        .findFirst()
        .map(Map::keySet)
        .ifPresent(
            names ->
                names.forEach(
                    name -> {
                      double[] values = finite(fitted, name);
                      if (values.length > 1) {
                        spread.put(name, Percentiles.of(values));
                      }
                    }));
    return new BootstrapSpread(replicates.size(), replicates.size() - fitted.size(), spread);
  }

  private static double[] finite(List<Map<String, Double>> fitted, String name) {
    return fitted.stream()
        .mapToDouble(coefficients -> coefficients.get(name))
        .filter(Double::isFinite)
        .sorted()
        .toArray();
  }
}
