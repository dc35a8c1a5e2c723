package org.gradienttransport.udfs.performance;

/**
 * Which columns of a CSV file are read.
 *
 * @param scale column of the model's name; null if the file is of one model
 * @param step column of the training step
 * @param metric column of the number
 */
public record CsvColumns(String scale, String step, String metric) {

  /** Columns of a file of many models. */
  public static CsvColumns of(String scale, String step, String metric) {
    return new CsvColumns(scale, step, metric);
  }

  /** Columns of a file of one model. */
  public static CsvColumns ofOneScale(String step, String metric) {
    return new CsvColumns(null, step, metric);
  }
}
