package org.gradienttransport.udfs.scaling.form;

/** How densely starts are laid (METHOD-SCALING section 3). */
public enum StartGrid {
  /** Every second level of Hoffmann et al.: 243 starts of the full form. */
  DEFAULT,
  /** All levels of Hoffmann et al.: 4,500 starts of the full form. */
  FULL
}
