package org.gradienttransport.jobs.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gradienttransport.jobs.aggregate.cohort.Cohort;
import org.gradienttransport.jobs.conf.CohortMember;
import org.gradienttransport.jobs.conf.Family;

/** Which families of a run, its own and those that go on from another one, are of one cohort. */
final class Cohorts {
  private static final String COHORT = "cohort";
  private static final String MEMBER = "member";

  private Cohorts() {}

  static List<Cohort> of(Iterable<Family> families, OtherFamilies others) {
    Map<String, Map<String, String>> cohorts = new TreeMap<>();
    for (Family family : families) {
      family.cohort().ifPresent(of -> put(cohorts, of, family.name()));
    }
    others
        .families()
        .forEach(
            (name, described) -> {
              if (described.has(COHORT)) {
                put(cohorts, described(described), name);
              }
            });
    List<Cohort> all = new ArrayList<>();
    cohorts.forEach((name, members) -> all.add(new Cohort(name, members)));
    return all;
  }

  private static CohortMember described(JsonNode family) {
    return new CohortMember(family.path(COHORT).asText(), family.path(MEMBER).asText());
  }

  private static void put(
      Map<String, Map<String, String>> cohorts, CohortMember of, String family) {
    cohorts.computeIfAbsent(of.cohort(), none -> new TreeMap<>()).put(family, of.member());
  }

  /** Adds a family's place in its cohort to what a run says of it. */
  static ObjectNode describe(Family family, ObjectNode description) {
    family.cohort().ifPresent(of -> description.put(COHORT, of.cohort()).put(MEMBER, of.member()));
    return description;
  }
}
