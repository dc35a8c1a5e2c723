package org.gradienttransport.udfs.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.CpuBackend;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.gradienttransport.udfs.reference.RandomFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportProbeTest extends SparkTest {
  private static final StructType FIELDS =
      new StructType()
          .add("id", DataTypes.IntegerType, false)
          .add("field", DataTypes.createArrayType(DataTypes.DoubleType), true);

  private static Dataset<Row> fields(double[]... fields) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      rows.add(
          RowFactory.create(
              i, fields[i] == null ? null : DoubleStream.of(fields[i]).boxed().toArray()));
    }
    return spark().createDataFrame(rows, FIELDS).repartition(3);
  }

  private static List<Row> probed(double[]... fields) {
    fields(fields).createOrReplaceTempView("fields");
    return query(
        "SELECT p.* FROM (SELECT id, transport_probe(field) AS p FROM fields) ORDER BY id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CODEGEN_ONLY", "NO_CODEGEN"})
  void givesTheBackendsNumbersCompiledAndInterpreted(String mode) {
    double[][] fields =
        Stream.of(300, 9_216, 9_216, 20_736)
            .map(n -> RandomFields.field(n, n))
            .toArray(double[][]::new);
    spark().conf().set("spark.sql.codegen.factoryMode", mode);
    spark().conf().set("spark.sql.codegen.wholeStage", mode.equals("CODEGEN_ONLY") + "");
    try {
      List<Row> rows = probed(fields);
      for (int i = 0; i < fields.length; i++) {
        assertSame(rows.get(i), measured(fields[i]));
      }
    } finally {
      spark().conf().unset("spark.sql.codegen.factoryMode");
      spark().conf().unset("spark.sql.codegen.wholeStage");
    }
  }

  private static ProbeResult measured(double[] field) {
    try (Backend backend = CpuBackend.create(1)) {
      return backend
          .measure(field.clone(), field.length, ProbeParameters.PAPER, List.of(FieldVariant.real()))
          .get(0);
    }
  }

  private static void assertSame(Row row, ProbeResult result) {
    assertThat(row.<Long>getAs("s")).isEqualTo(result.size());
    assertThat(row.<Integer>getAs("n_steps")).isEqualTo(result.steps());
    assertThat(row.<Double>getAs("tau")).isEqualTo(result.tau());
    assertThat(row.<Double>getAs("v_abs")).isEqualTo((double) result.size() / result.steps());
    assertThat(row.<Double>getAs("v_rel"))
        .isEqualTo((double) result.size() / ((double) result.nodes() * result.steps()));
    assertThat(row.<Long>getList(row.fieldIndex("active_counts")))
        .containsExactly(Arrays.stream(result.activeCounts()).boxed().toArray(Long[]::new));
    assertThat(row.<String>getAs("status")).isEqualTo(result.hitCeiling() ? "ceiling" : "ok");
  }

  @Test
  void isCompiledIntoItsStage() {
    fields(RandomFields.field(100, 1)).createOrReplaceTempView("fields");
    Dataset<Row> probed =
        spark().sql("SELECT p.s + 1 FROM (SELECT transport_probe(field) AS p FROM fields)");
    probed.collectAsList();
    String plan = probed.queryExecution().executedPlan().toString();
    assertThat(plan).contains("*(1) Project").contains("transport_probe");
  }

  @Test
  void aNullFieldGivesNull() {
    assertThat(row("SELECT transport_probe(CAST(NULL AS ARRAY<DOUBLE>)) AS p").isNullAt(0))
        .isTrue();
    assertThat(row("SELECT transport_probe(NULL) AS p").isNullAt(0)).isTrue();
    assertThat(probed((double[]) null).get(0).isNullAt(0)).isTrue();
  }

  @Test
  void fieldsThatCannotBeMeasuredSayWhyAndHaveNoNumbers() {
    List<Row> rows =
        probed(
            new double[0],
            new double[] {1, 2},
            new double[] {1, Double.NaN, 2},
            new double[] {1, 2, Double.NEGATIVE_INFINITY});
    assertThat(rows)
        .extracting(row -> row.getAs("status"))
        .containsExactly("wrong_size", "wrong_size", "not_finite", "not_finite");
    assertThat(rows).allSatisfy(row -> assertThat(row.isNullAt(row.fieldIndex("s"))).isTrue());
    assertThat(row("SELECT transport_probe(array(1D, NULL, 2D)).status").getString(0))
        .isEqualTo("not_finite");
  }

  @Test
  void degenerateFieldsKeepTheirNumbers() {
    Row zeros = probed(new double[100]).get(0);
    assertThat(zeros.<String>getAs("status")).isEqualTo("no_activity");
    assertThat(zeros.<Long>getAs("s")).isZero();
    assertThat(zeros.<Integer>getAs("n_steps")).isZero();
    assertThat(zeros.isNullAt(zeros.fieldIndex("v_rel"))).isTrue();
    assertThat(zeros.isNullAt(zeros.fieldIndex("v_abs"))).isTrue();
    assertThat(zeros.getList(zeros.fieldIndex("active_counts"))).isEmpty();

    double[] sparse = new double[40];
    sparse[7] = 1;
    Row ceiling = probed(sparse).get(0);
    assertThat(ceiling.<String>getAs("status")).isEqualTo("ceiling");
    assertThat(ceiling.<Integer>getAs("n_steps")).isEqualTo(500);
  }

  @Test
  void anyNumbersWillDoAsEntries() {
    assertThat(row("SELECT transport_probe(array(8, -1, 1, -3, 1)).s").getLong(0)).isEqualTo(1);
    assertThat(row("SELECT transport_probe(array(8F, -1F, 0.5F, -3F, 1F)).s").getLong(0))
        .isEqualTo(1);
    assertThat(row("SELECT transport_probe(array(8.0, -1.5, 0.5)).n_steps").getInt(0)).isPositive();
  }

  @Test
  void worksBelowAnAggregateAndInAFilter() {
    fields(RandomFields.field(500, 1), RandomFields.field(500, 2), new double[3])
        .createOrReplaceTempView("fields");
    assertThat(
            row("SELECT count(*) FROM fields WHERE transport_probe(field).status = 'ok'")
                .getLong(0))
        .isEqualTo(2);
    assertThat(row("SELECT sum(transport_probe(field).s) FROM fields").getLong(0))
        .isEqualTo(
            measured(RandomFields.field(500, 1)).size()
                + measured(RandomFields.field(500, 2)).size());
  }
}
