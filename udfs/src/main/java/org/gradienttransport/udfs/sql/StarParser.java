package org.gradienttransport.udfs.sql;

import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParameterContext;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;

/** Spark's own parser, asked once more with {@link StarCalls} written out where it refuses. */
final class StarParser implements ParserInterface {
  private final ParserInterface spark;

  StarParser(ParserInterface spark) {
    this.spark = spark;
  }

  /** Parses one text. */
  @FunctionalInterface
  private interface Parse<T> {
    T of(String sql) throws ParseException;
  }

  private static <T> T retried(String sql, Parse<T> parse) throws ParseException {
    try {
      return parse.of(sql);
    } catch (ParseException refused) {
      String expanded = StarCalls.expand(sql);
      if (expanded.equals(sql)) {
        throw refused;
      }
      return parse.of(expanded);
    }
  }

  @Override
  public LogicalPlan parsePlan(String sql) throws ParseException {
    return retried(sql, spark::parsePlan);
  }

  @Override
  public LogicalPlan parsePlanWithParameters(String sql, ParameterContext parameters)
      throws ParseException {
    return retried(sql, text -> spark.parsePlanWithParameters(text, parameters));
  }

  @Override
  public LogicalPlan parseQuery(String sql) throws ParseException {
    return retried(sql, spark::parseQuery);
  }

  @Override
  public Expression parseExpression(String sql) throws ParseException {
    return retried(sql, spark::parseExpression);
  }

  @Override
  public TableIdentifier parseTableIdentifier(String sql) throws ParseException {
    return spark.parseTableIdentifier(sql);
  }

  @Override
  public FunctionIdentifier parseFunctionIdentifier(String sql) throws ParseException {
    return spark.parseFunctionIdentifier(sql);
  }

  @Override
  public Seq<String> parseMultipartIdentifier(String sql) throws ParseException {
    return spark.parseMultipartIdentifier(sql);
  }

  @Override
  public StructType parseRoutineParam(String sql) throws ParseException {
    return spark.parseRoutineParam(sql);
  }

  @Override
  public StructType parseTableSchema(String sql) throws ParseException {
    return spark.parseTableSchema(sql);
  }

  @Override
  public DataType parseDataType(String sql) throws ParseException {
    return spark.parseDataType(sql);
  }
}
