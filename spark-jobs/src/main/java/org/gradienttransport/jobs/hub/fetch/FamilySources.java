package org.gradienttransport.jobs.hub.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.HubSource;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.jobs.conf.Snapshots;
import org.gradienttransport.jobs.plan.input.RuleTensors;

/** What to fetch for a family, from the key {@code hub} of its own file. */
public final class FamilySources {
  private FamilySources() {}

  /**
   * One repository per scale, with the files where the family looks for them.
   *
   * @param steps in place of the family's; empty to take those
   * @param fieldOnly whether only the tensors that a scale's rules take are wanted
   * @throws IllegalArgumentException if the family does not say where it is on a hub, or looks for
   *     its files where fetching cannot put them
   */
  public static List<Fetch.Wanted> of(
      Family family, Optional<List<Long>> steps, boolean fieldOnly) {
    HubSource hub =
        family
            .hub()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "family %s has no key hub, which says where to fetch it from"
                            .formatted(family.name())));
    List<Fetch.Wanted> wanted = new ArrayList<>();
    for (Scale scale : family.scales()) {
      wanted.add(of(family, scale, hub.of(scale), steps, fieldOnly));
    }
    return wanted;
  }

  private static Fetch.Wanted of(
      Family family, Scale scale, HubSource hub, Optional<List<Long>> steps, boolean fieldOnly) {
    Snapshots snapshots = family.snapshots(scale);
    if (snapshots.ref() != null) {
      throw new IllegalArgumentException(
          "snapshot.ref is for the cache of a hub's own program, which fetching does not fill;"
              + " leave it out and state a directory");
    }
    String repo =
        (hub.type() == HubSource.Type.DATASET ? HubClient.DATASETS : "") + hub.repository();
    Source source = Source.parse(repo + "=" + folder(scale));
    return new Fetch.Wanted(
        source,
        new RefLayout(hub, snapshots.directory()),
        steps.or(() -> family.steps().listed(scale)),
        step -> steps.isPresent() || family.steps().admits(scale, step),
        fieldOnly ? Optional.of(new RuleTensors(family.layout(scale))) : Optional.empty());
  }

  private static String folder(Scale scale) {
    if (scale.path().equals(".")) {
      throw new IllegalArgumentException(
          "scale %s has the path '.'; fetching needs a folder for each scale"
              .formatted(scale.name()));
    }
    return scale.path();
  }
}
