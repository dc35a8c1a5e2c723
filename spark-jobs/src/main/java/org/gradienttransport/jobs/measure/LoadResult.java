package org.gradienttransport.jobs.measure;

import org.gradienttransport.jobs.plan.input.LoadedField;

/** What became of loading a unit's field. */
sealed interface LoadResult permits LoadResult.Loaded, LoadResult.NotNeeded, Refusal {
  /** The field is in memory. */
  record Loaded(LoadedField field) implements LoadResult {}

  /** All that is asked for are standard Gaussian nulls, which need no field. */
  record NotNeeded() implements LoadResult {}
}
