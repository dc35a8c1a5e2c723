package org.gradienttransport.udfs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.catalyst.parser.ParseException;
import org.junit.jupiter.api.Test;

class StarCallsTest extends SparkTest {
  @Test
  void aStarBehindACallGivesTheFieldsOfItsStructAsColumns() {
    assertThat(
            spark()
                .sql(
                    "SELECT k, loglog_fit(x, greatest(y, (1))).* FROM VALUES (1, 1, 3), (1, 2, 6), (1, 4,"
                        + " 12) AS t(k, x, y) GROUP BY k")
                .columns())
        .containsExactly("k", "slope", "std_error", "intercept", "r2", "n", "status");
    assertThat(row("SELECT Transport_Probe(array(8, -1, 0.5, -3, 1)) . * ").getInt(1)).isEqualTo(1);
  }

  @Test
  void aNullStructGivesNullColumns() {
    assertThat(row("SELECT transport_probe(CAST(NULL AS ARRAY<DOUBLE>)).*").isNullAt(0)).isTrue();
  }

  @Test
  void quotedTextAndCommentsAreNotCalls() {
    for (String sql :
        new String[] {
          "SELECT 'loglog_fit(x, y).*'",
          "SELECT 1 -- loglog_fit(x, y).*",
          "SELECT \"loglog_fit(x).*\", `loglog_fit(x).*`",
          "SELECT loglog_fit(x, y), t.* FROM t",
          "SELECT other_loglog_fit(x, y).*",
          "SELECT loglog_fit(x"
        }) {
      assertThat(StarCalls.expand(sql)).isEqualTo(sql);
    }
    assertThat(StarCalls.expand("SELECT loglog_fit(')', x).* FROM t"))
        .isEqualTo("SELECT inline(array(loglog_fit(')', x))) FROM t");
  }

  @Test
  void whatSparkCannotReadStaysAnErrorOfItsOwn() {
    assertThatThrownBy(() -> query("SELECT upper('a').*"))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining("Syntax error");
    assertThatThrownBy(() -> query("SELCT loglog_fit(1, 1).*"))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining("SELCT");
  }
}
