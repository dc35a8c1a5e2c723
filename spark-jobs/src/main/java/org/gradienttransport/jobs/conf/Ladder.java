package org.gradienttransport.jobs.conf;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.gradienttransport.jobs.exit.JobException;

/**
 * Sizes that exponents are fitted over.
 *
 * @param name what the ladder is called in the tables
 * @param nodes N of each size, ascending
 */
public record Ladder(String name, List<Long> nodes) {
  /** Fewest sizes of a ladder, since a fit needs three scales. */
  static final int FEWEST_SIZES = 3;

  /** The paper's ladders (METHOD section 5). */
  public static final Ladder PICO_LM =
      new Ladder("pico-lm", List.of(589824L, 9437184L, 37748736L, 150994944L));

  public static final Ladder PYTHIA =
      new Ladder("pythia", List.of(14067712L, 30494720L, 70426624L, 162322944L, 405334016L));

  /** z of N0 as the paper reports it, by sizes (METHOD section 7). */
  private static final Map<List<Long>, Double> PUBLISHED_Z =
      Map.of(PICO_LM.nodes, 0.057, PYTHIA.nodes, 0.053);

  public Ladder {
    nodes = List.copyOf(new TreeSet<>(nodes));
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw JobException.usage(
          "'" + name + "' is no name of a ladder; use letters, digits, '.', '_' and '-'.");
    }
    if (nodes.size() < FEWEST_SIZES || nodes.get(0) < 3) {
      throw JobException.usage(
          "The ladder %s needs three or more different sizes, each of 3 or more nodes, got %s."
              .formatted(name, nodes));
    }
  }

  /**
   * Reads {@code NAME=N,N,...}, or the name of a published ladder alone.
   *
   * @throws JobException if the text is neither
   */
  public static Ladder parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      return List.of(PICO_LM, PYTHIA).stream()
          .filter(known -> known.name.equals(text.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  JobException.usage(
                      "'%s' is no known ladder; write pico-lm, pythia or NAME=N,N,N,..."
                          .formatted(text)));
    }
    String sizes = text.substring(equals + 1);
    if (!sizes.matches("\\d{1,12}(,\\d{1,12})*")) {
      throw JobException.usage(
          "'" + text + "' is no ladder; write NAME=N,N,N,... with N in digits.");
    }
    return new Ladder(
        text.substring(0, equals),
        List.of(sizes.split(",", -1)).stream().map(Long::valueOf).toList());
  }

  /** The paper's z of N0 on these sizes, whatever the ladder is called. */
  public Optional<Double> publishedZ() {
    return Optional.ofNullable(PUBLISHED_Z.get(nodes));
  }
}
