package org.gradienttransport.schemas.vocabulary;

/** Why a summary over the members of a cohort has numbers, or has none. */
public enum CohortStatus implements Word {
  /** The summary has numbers and an interval. */
  OK,
  /** Fewer than two members have a value, so there is no spread between members. */
  TOO_FEW_MEMBERS,
  /** No member has a value. */
  NO_VALUES,
  /** The members differ in scales, steps or method, so they are no cohort. */
  NOT_ALIKE
}
