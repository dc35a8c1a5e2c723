package org.gradienttransport.jobs.present.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gradienttransport.jobs.conf.Family;

/**
 * What a family's file says of it for people.
 *
 * @param name in every table
 * @param title one line; may be empty
 * @param note what must be said wherever its numbers are shown; may be empty
 */
public record FamilyText(String name, String title, String note) {

  /** The texts of loaded families, by name. */
  public static List<FamilyText> of(Iterable<Family> families) {
    List<FamilyText> texts = new ArrayList<>();
    families.forEach(f -> texts.add(new FamilyText(f.name(), f.title(), f.note())));
    texts.sort(Comparator.comparing(FamilyText::name));
    return List.copyOf(texts);
  }

  /** The texts a complete run kept in its {@code _RUN.json}. */
  public static List<FamilyText> of(JsonNode description) {
    List<FamilyText> texts = new ArrayList<>();
    for (JsonNode family : description.path("families")) {
      texts.add(
          new FamilyText(
              family.path("name").asText(),
              family.path("title").asText(""),
              family.path("note").asText("")));
    }
    return List.copyOf(texts);
  }
}
