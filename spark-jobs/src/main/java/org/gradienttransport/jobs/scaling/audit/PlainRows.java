package org.gradienttransport.jobs.scaling.audit;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.study.Bootstrap;
import org.gradienttransport.jobs.conf.study.HeldOut;
import org.gradienttransport.jobs.conf.study.LawRequest;
import org.gradienttransport.jobs.conf.study.LossUnit;
import org.gradienttransport.jobs.conf.study.NumberFrom;
import org.gradienttransport.jobs.conf.study.RowColumns;
import org.gradienttransport.jobs.conf.study.RowColumns.RowName;
import org.gradienttransport.jobs.conf.study.RowQuantity;
import org.gradienttransport.jobs.conf.study.RowSource;
import org.gradienttransport.jobs.conf.study.Study;
import org.gradienttransport.jobs.conf.study.StudyFits;
import org.gradienttransport.jobs.conf.study.TextFrom;
import org.gradienttransport.jobs.conf.study.TimeFits;
import org.gradienttransport.jobs.conf.study.WordFrom;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.schemas.vocabulary.ObjectiveKind;
import org.gradienttransport.schemas.vocabulary.ParamsKind;

/** A study of one file of losses that no study describes. */
public final class PlainRows {
  private static final String NAME = "rows";

  private PlainRows() {}

  /**
   * The study.
   *
   * @param file CSV, JSON or Parquet by its name: any Hadoop path
   * @param columns names of the columns for params, tokens, steps and loss, where they are others
   * @param form the law, of N and D or of N and S
   * @throws IllegalArgumentException if there is no such quantity, or a name cannot be one
   */
  public static Study of(String file, Map<String, String> columns, LawForm form, double delta) {
    Path path = new Path(file);
    String root = path.getParent() == null ? "." : path.getParent().toString();
    RowSource source =
        new RowSource(
            root.isEmpty() ? "." : root,
            List.of(path.getName()),
            RowSource.Format.of(path.getName()),
            "",
            RowSource.DEFAULT_ROWS);
    return new Study(
        NAME,
        "Losses of " + path.getName(),
        "",
        source,
        columns(columns, form),
        List.of(),
        fits(form, delta),
        List.of());
  }

  private static RowColumns columns(Map<String, String> named, LawForm form) {
    boolean inSteps = LawRequest.usual(form).filter(of -> of == LawVariables.N_S).isPresent();
    List<RowQuantity> wanted =
        List.of(
            RowQuantity.PARAMS, inSteps ? RowQuantity.STEPS : RowQuantity.TOKENS, RowQuantity.LOSS);
    Map<RowQuantity, NumberFrom> numbers = new EnumMap<>(RowQuantity.class);
    for (RowQuantity quantity : wanted) {
      String column = named.getOrDefault(quantity.key(), quantity.key());
      numbers.put(quantity, new NumberFrom.Cell(column, 1.0));
    }
    List<String> keys = wanted.stream().map(RowQuantity::key).toList();
    for (String key : named.keySet()) {
      if (!keys.contains(key)) {
        throw new IllegalArgumentException(
            form.word() + " is fitted to " + String.join(", ", keys) + ", not to " + key);
      }
    }
    TextFrom run =
        new TextFrom.Cells(
            wanted.subList(0, 2).stream()
                .map(quantity -> named.getOrDefault(quantity.key(), quantity.key()))
                .toList());
    // Which parameters are counted is the caller's to know: one file is one kind.
    return new RowColumns(
        Map.of(RowName.RUN, run),
        numbers,
        LossUnit.NATS,
        new WordFrom.Constant<>(ParamsKind.ANALYSED),
        null,
        null,
        null);
  }

  private static StudyFits fits(LawForm form, double delta) {
    LawVariables variables =
        LawRequest.usual(form)
            .orElseThrow(
                () -> new IllegalArgumentException(form.word() + " is a law of one variable"));
    return new StudyFits(
        List.of(new LawRequest(form, variables)),
        List.of(),
        ObjectiveKind.HUBER_LOG,
        List.of(delta),
        StudyFits.Starts.DEFAULT,
        Bootstrap.DEFAULT,
        HeldOut.NOTHING,
        TimeFits.NOTHING,
        List.of(),
        true,
        null);
  }
}
