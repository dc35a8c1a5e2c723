package org.gradienttransport.jobs.conf.study;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gradienttransport.jobs.conf.MapReader;
import org.gradienttransport.jobs.conf.YamlNode;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.Word;

/** Turns the top level of a description into a study; null, with problems, if it cannot. */
final class StudyParser {
  private final MapReader top;

  StudyParser(MapReader top) {
    this.top = top;
  }

  Study parse() {
    String name = top.text("study");
    if (!name.isEmpty() && !name.matches("[a-z0-9][a-z0-9-]*")) {
      top.problem("study", "'" + name + "' must be of lower-case letters, digits and '-' only");
    }
    String title = top.text("title");
    String note = top.text("note", "");
    RowsParser rows = new RowsParser(top);
    RowSource source = rows.source();
    RowColumns columns = rows.columns();
    List<RowFilter> filters = rows.filters();
    StudyFits fits = fits();
    List<PublishedFit> published = published();
    return top.build(() -> new Study(name, title, note, source, columns, filters, fits, published));
  }

  private StudyFits fits() {
    YamlNode value = top.required("fits");
    return value == null ? null : new FitsParser(top.inside(value)).parse();
  }

  private List<PublishedFit> published() {
    List<PublishedFit> published = new ArrayList<>();
    if (top.has("published")) {
      for (YamlNode item : top.items("published")) {
        published.add(publishedFit(top.inside(item)));
      }
    }
    published.removeIf(Objects::isNull);
    return published;
  }

  private static PublishedFit publishedFit(MapReader in) {
    String label = in.text("label");
    String series = in.text("series", Word.ALL);
    Approach approach = in.word("approach", Approach.class, Approach.NONE);
    LawForm form =
        in.word(
            "form",
            LawForm.class,
            approach == Approach.PARAMETRIC ? LawForm.CHINCHILLA : LawForm.POWER);
    Map<Coefficient, Double> coefficients = new EnumMap<>(Coefficient.class);
    YamlNode value = in.required("coefficients");
    if (value != null) {
      MapReader values = in.inside(value);
      for (String key : values.keys()) {
        Coefficient coefficient = values.keyword(key, Coefficient.class);
        coefficients.put(coefficient, values.number(values.at(key)));
      }
    }
    return in.build(() -> new PublishedFit(label, series, approach, form, coefficients));
  }
}
