package org.gradienttransport.jobs.present.catalogue;

import java.util.List;
import java.util.Optional;
import org.gradienttransport.schemas.Rows;

/**
 * What a report is made from: the rows of one run, staged or published, and those of the run before
 * it.
 *
 * @param location where its tables lie, for the reader
 * @param texts what the files of its families and studies say of them, by name
 * @param previous the run that was current before, if any
 */
public record ReportSource(
    String runId, String location, Rows rows, List<FamilyText> texts, Optional<Previous> previous) {
  /** Keeps the texts as they are now. */
  public ReportSource {
    texts = List.copyOf(texts);
  }

  /** Texts of the families. */
  public List<FamilyText> families() {
    return texts.stream().filter(text -> !text.study()).toList();
  }

  /** What is said of a study; nothing where it has no file, as a family's losses have none. */
  public FamilyText study(String name) {
    return texts.stream()
        .filter(text -> text.study() && text.name().equals(name))
        .findFirst()
        .orElse(new FamilyText(name, "", "", true));
  }

  /** An earlier run to compare with. */
  public record Previous(String runId, Rows rows) {}
}
