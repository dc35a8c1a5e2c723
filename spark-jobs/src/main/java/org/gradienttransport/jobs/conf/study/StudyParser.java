package org.gradienttransport.jobs.conf.study;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
    if (!name.isEmpty()) {
      top.requireName("study", name);
    }
    String title = top.text("title");
    String note = top.text("note", "");
    RowSource source = top.section("rows", RowsParser::source);
    RowColumns columns = top.section("columns", RowsParser::columns);
    List<RowFilter> filters =
        top.has("where") ? top.sections("where", RowsParser::filter) : List.of();
    StudyFits fits = top.section("fits", in -> new FitsParser(in).parse());
    List<PublishedFit> published =
        top.has("published") ? top.sections("published", StudyParser::publishedFit) : List.of();
    return top.build(() -> new Study(name, title, note, source, columns, filters, fits, published));
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
