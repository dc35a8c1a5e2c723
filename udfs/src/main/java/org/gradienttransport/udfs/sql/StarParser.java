package org.gradienttransport.udfs.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;

/**
 * Spark's own parser, asked once more with {@link StarCalls} written out where it refuses a text.
 */
final class StarParser {
  private final ParserInterface spark;

  private StarParser(ParserInterface spark) {
    this.spark = spark;
  }

  // Every method of the interface takes a text first; a proxy serves those of later Sparks as well.
  static ParserInterface around(ParserInterface spark) {
    StarParser parser = new StarParser(spark);
    return (ParserInterface)
        Proxy.newProxyInstance(
            StarParser.class.getClassLoader(),
            new Class<?>[] {ParserInterface.class},
            (proxy, method, arguments) -> parser.retried(method, arguments));
  }

  private Object retried(Method method, Object[] arguments) throws Throwable {
    try {
      return asked(method, arguments);
    } catch (ParseException refused) {
      Object[] expanded = arguments.clone();
      expanded[0] = StarCalls.expand((String) arguments[0]);
      if (expanded[0].equals(arguments[0])) {
        throw refused;
      }
      return asked(method, expanded);
    }
  }

  private Object asked(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(spark, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
