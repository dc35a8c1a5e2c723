package org.gradienttransport.jobs.conf;

import java.io.Serializable;

/**
 * A family's place among families that differ only in their seed (METHOD-ROBUSTNESS section 3).
 *
 * @param cohort name of them together
 * @param member name of this one in it
 */
public record CohortMember(String cohort, String member) implements Serializable {}
