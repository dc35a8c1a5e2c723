package org.gradienttransport.jobs.conf.study;

import java.io.Serializable;

/** Where the number of a row comes from. */
public sealed interface NumberFrom extends Serializable {

  /** Canonical text: part of what identifies a study. */
  String canonical();

  /**
   * A column.
   *
   * @param column its name
   * @param times factor on its cells, such as 1e6 for a column in millions
   */
  record Cell(String column, double times) implements NumberFrom {
    public Cell {
      Checks.requireName(column);
      if (!(times > 0 && Double.isFinite(times))) {
        throw new IllegalArgumentException("times must be a positive number, got " + times);
      }
    }

    @Override
    public String canonical() {
      return column + "*" + Double.toHexString(times);
    }
  }

  /** The study: every row has the same. */
  record Constant(double value) implements NumberFrom {
    public Constant {
      if (!(value >= 0 && Double.isFinite(value))) {
        throw new IllegalArgumentException("expected a number from 0 on, got " + value);
      }
    }

    @Override
    public String canonical() {
      return Double.toHexString(value);
    }
  }
}
