package org.gradienttransport.jobs.conf.study;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.gradienttransport.jobs.conf.Credentials;
import org.gradienttransport.jobs.conf.study.RowColumns.Variable;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.TrainingClock;

/**
 * A set of measured losses and what is to be fitted to them, as its file describes it.
 *
 * @param name how the study is called in every table, there source
 * @param title the study in one line, for people
 * @param note what must be said wherever its numbers are shown; may be empty
 * @param source where the rows are
 * @param columns which column is what
 * @param filters conditions that rows must all meet
 * @param fits what is to be fitted
 * @param published what others found in the same rows
 */
public record Study(
    String name,
    String title,
    String note,
    RowSource source,
    RowColumns columns,
    List<RowFilter> filters,
    StudyFits fits,
    List<PublishedFit> published)
    implements Serializable {

  public Study {
    filters = List.copyOf(filters);
    published = List.copyOf(published);
    List<String> lacking = lacking(columns.variables(), fits);
    for (RowFilter filter : filters) {
      if (filter instanceof RowFilter.OfQuantity condition) {
        require(columns.variables(), needs(condition), "a condition of where", lacking);
      }
    }
    if (!lacking.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", lacking));
    }
  }

  private static List<String> lacking(Set<Variable> has, StudyFits fits) {
    List<String> lacking = new ArrayList<>();
    for (LawRequest law : fits.laws()) {
      require(has, law.needs(), "the law " + law, lacking);
    }
    for (Approach approach : fits.approaches()) {
      require(has, needs(approach), "approach " + approach.word(), lacking);
    }
    for (TrainingClock clock : fits.time().clocks()) {
      require(has, Set.of(needs(clock)), "the clock " + clock.word(), lacking);
    }
    if (!fits.time().clocks().isEmpty()) {
      require(has, Set.of(needs(fits.time().windowClock())), "the window of time", lacking);
    }
    return lacking;
  }

  private static Set<Variable> needs(RowFilter.OfQuantity condition) {
    return switch (condition.quantity()) {
      case PARAMS -> Set.of(Variable.N);
      case TOKENS -> Set.of(Variable.D);
      case STEPS -> Set.of(Variable.S);
      case FLOPS -> Set.of(Variable.C);
      default -> Set.of();
    };
  }

  private static Set<Variable> needs(Approach approach) {
    return approach == Approach.KAPLAN
        ? Set.of(Variable.N, Variable.S, Variable.C)
        : Set.of(Variable.N, Variable.D, Variable.C);
  }

  private static Variable needs(TrainingClock clock) {
    return switch (clock) {
      case STEP -> Variable.S;
      case TOKENS -> Variable.D;
      case TAU -> Variable.TAU;
    };
  }

  private static void require(
      Set<Variable> has, Set<Variable> needed, String what, List<String> lacking) {
    for (Variable variable : Variable.values()) {
      if (needed.contains(variable) && !has.contains(variable)) {
        lacking.add(what + " needs " + variable + "; " + remedy(variable));
      }
    }
  }

  private static String remedy(Variable variable) {
    return switch (variable) {
      case N -> "name a column for params, or the shape of the models";
      case D -> "name a column for tokens, or for steps and batch_tokens, or for flops and params";
      case S -> "name a column for steps, or for tokens and batch_tokens";
      case C -> "name a column for flops, or for params and tokens";
      case C_MIN -> "name what gives compute, and a column or number for batch_tokens";
      case U -> "name a column or a number for unique_tokens";
      case TAU ->
          "name a column for tau, or for learning_rate and steps, with a number for warmup_steps";
    };
  }

  /**
   * SHA-256, in hexadecimal, over everything that bears on the rows and their fits; locations and
   * texts for people are left out, so a study keeps its hash when its files move.
   */
  public String hash() {
    StringBuilder text = new StringBuilder("study-v1\n").append(name).append('\n');
    text.append(source.path()).append('\n').append(source.mostRows()).append('\n');
    text.append(columns.canonical()).append('\n');
    filters.forEach(filter -> text.append(filter.canonical()).append('\n'));
    return DigestUtils.sha256Hex(text.append(fits.canonical()).append('\n').toString());
  }

  /** The same study with its rows below another Hadoop path. */
  public Study withRoot(String root) {
    return new Study(
        name,
        title,
        note,
        source.withRoot(Credentials.refused("The root", root)),
        columns,
        filters,
        fits,
        published);
  }
}
