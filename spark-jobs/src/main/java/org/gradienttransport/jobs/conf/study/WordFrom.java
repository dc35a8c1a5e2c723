package org.gradienttransport.jobs.conf.study;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.gradienttransport.schemas.vocabulary.Word;

/**
 * Where a word of the vocabulary comes from.
 *
 * @param <W> the kind of word
 */
public sealed interface WordFrom<W extends Word> extends Serializable {

  /**
   * A column.
   *
   * @param column its name
   * @param words what each of its cells stands for
   */
  record Cell<W extends Word>(String column, Map<String, W> words) implements WordFrom<W> {
    public Cell {
      Checks.requireName(column);
      words = Collections.unmodifiableMap(new TreeMap<>(words));
    }
  }

  /** The study: every row has the same. */
  record Constant<W extends Word>(W word) implements WordFrom<W> {}
}
