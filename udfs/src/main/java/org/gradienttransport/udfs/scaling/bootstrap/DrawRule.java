package org.gradienttransport.udfs.scaling.bootstrap;

/** How the replicates of an interval are drawn. */
public enum DrawRule {
  /** As many rows as there are, with replacement; 1,000 replicates unless asked otherwise. */
  CASES(CaseDraws.REPLICATES) {
    @Override
    public int[] draw(CaseDraws draws, int[] rows, int replicate) {
      return draws.resample(rows, replicate);
    }
  },
  /** 80 % of the rows without replacement, 100 draws (Hoffmann et al. 2022, Table 2). */
  EIGHTY_PERCENT(100) {
    @Override
    public int[] draw(CaseDraws draws, int[] rows, int replicate) {
      return draws.subsample(rows, replicate, (int) Math.round(SHARE * rows.length));
    }
  };

  private static final double SHARE = 0.8;

  private final int replicates;

  DrawRule(int replicates) {
    this.replicates = replicates;
  }

  /** Replicates unless asked otherwise. */
  public int replicates() {
    return replicates;
  }

  /** Rows of one replicate among some rows of a table. */
  public abstract int[] draw(CaseDraws draws, int[] rows, int replicate);
}
