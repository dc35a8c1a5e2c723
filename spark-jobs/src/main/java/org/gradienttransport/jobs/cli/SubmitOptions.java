package org.gradienttransport.jobs.cli;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;

/** The options of spark-submit that take a value, from Spark's own parser, which is no API. */
final class SubmitOptions {
  private static final String PARSER = "org.apache.spark.launcher.SparkSubmitOptionParser";

  private SubmitOptions() {}

  /** All spellings, such as {@code --conf} and {@code -c}. */
  static List<String> names() {
    try {
      Class<?> type = Class.forName(PARSER);
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      Field options = type.getDeclaredField("opts");
      options.setAccessible(true);
      return Arrays.stream((String[][]) options.get(constructor.newInstance()))
          .flatMap(Arrays::stream)
          .sorted()
          .toList();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Spark names its options elsewhere", e);
    }
  }
}
