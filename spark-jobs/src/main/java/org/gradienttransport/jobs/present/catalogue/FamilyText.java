package org.gradienttransport.jobs.present.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gradienttransport.jobs.conf.Family;

/**
 * What the file of a family, or of a study of the loss, says of it for people.
 *
 * @param name in every table
 * @param title one line; may be empty
 * @param note what must be said wherever its numbers are shown; may be empty
 * @param study whether it is a study of the loss
 */
public record FamilyText(String name, String title, String note, boolean study) {

  /** Of a family. */
  public FamilyText(String name, String title, String note) {
    this(name, title, note, false);
  }

  /** The texts of loaded families, by name. */
  public static List<FamilyText> of(Iterable<Family> families) {
    List<FamilyText> texts = new ArrayList<>();
    families.forEach(f -> texts.add(new FamilyText(f.name(), f.title(), f.note())));
    texts.sort(Comparator.comparing(FamilyText::name));
    return List.copyOf(texts);
  }

  /** The texts a complete run kept in its {@code _RUN.json}: of its families, then its studies. */
  public static List<FamilyText> of(JsonNode description) {
    List<FamilyText> texts = new ArrayList<>();
    description.path("families").forEach(family -> texts.add(of(family, false)));
    description.path("studies").forEach(study -> texts.add(of(study, true)));
    return List.copyOf(texts);
  }

  private static FamilyText of(JsonNode described, boolean study) {
    return new FamilyText(
        described.path("name").asText(),
        described.path("title").asText(""),
        described.path("note").asText(""),
        study);
  }
}
