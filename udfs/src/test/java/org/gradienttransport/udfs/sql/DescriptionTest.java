package org.gradienttransport.udfs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DescriptionTest extends SparkTest {
  static List<String> functions() {
    return GradientTransportFunctions.names();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void describeFunctionShowsArgumentsNullsAndAnExample(String name) {
    String text =
        query("DESCRIBE FUNCTION EXTENDED " + name).stream()
            .map(row -> row.getString(0))
            .collect(Collectors.joining("\n"));
    assertThat(text)
        .contains("Function: " + name, "Usage: " + name + "(", "Arguments:", "* ")
        .contains("Examples:", "> SELECT ", "Note:")
        .containsIgnoringCase("null");
  }

  @ParameterizedTest
  @MethodSource("functions")
  void theExampleGivesTheAnswerShown(String name) {
    String text =
        query("DESCRIBE FUNCTION EXTENDED " + name).stream()
            .map(row -> row.getString(0))
            .collect(Collectors.joining("\n"));
    String example =
        text.substring(text.indexOf("> ") + 2, text.indexOf(";\n", text.indexOf("> ")));
    String shown =
        text.substring(text.indexOf(";\n", text.indexOf("> ")) + 2)
            .lines()
            .takeWhile(line -> !line.isBlank() && !line.strip().equals("Note:"))
            .map(String::strip)
            .collect(Collectors.joining("\n"));
    String answer =
        query(example).stream().map(row -> row.mkString("\t")).collect(Collectors.joining("\n"));
    assertThat(answer).isEqualTo(shown);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void showFunctionsLists(String name) {
    assertThat(query("SHOW FUNCTIONS LIKE '" + name + "'"))
        .extracting(row -> row.getString(0))
        .containsExactly(name);
  }

  @Test
  void oneCallFromJavaRegistersThemInASessionWithoutTheConfiguration() {
    SparkSession session = spark().newSession();
    for (String name : GradientTransportFunctions.names()) {
      session.sql("SELECT 1").collect();
      session
          .sessionState()
          .functionRegistry()
          .dropFunction(FunctionRegistry$.MODULE$.builtinFunctionIdentifier(name));
    }
    assertThatThrownBy(() -> session.sql("SELECT loglog_fit(1, 1)"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("loglog_fit");

    GradientTransportFunctions.register(session);

    Row row = session.sql("SELECT loglog_fit(1, 1).n").head();
    assertThat(row.getLong(0)).isEqualTo(1);
  }

  @Test
  void wrongNumbersOfArgumentsAreRefusedWithTheRightOnes() {
    assertThatThrownBy(() -> query("SELECT cascade_exponents(1, 2)"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("cascade_exponents")
        .hasMessageContaining("[3, 4]");
    assertThatThrownBy(() -> query("SELECT transport_probe()"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("requires 1 parameters");
  }

  @Test
  void wrongTypesAreRefusedBeforeAnythingRuns() {
    assertThatThrownBy(() -> query("SELECT transport_probe(DATE '2026-11-21')"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("ARRAY<DOUBLE>");
    assertThatThrownBy(() -> query("SELECT loglog_fit(DATE '2026-11-21', 1)"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("DOUBLE");
  }
}
