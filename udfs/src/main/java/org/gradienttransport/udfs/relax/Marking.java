package org.gradienttransport.udfs.relax;

/** Whether a relaxation step remembers which nodes received shares, or looks at all afterwards. */
enum Marking {
  NONE,
  MARKS
}
