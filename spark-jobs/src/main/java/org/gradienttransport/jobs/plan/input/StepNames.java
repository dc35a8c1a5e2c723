package org.gradienttransport.jobs.plan.input;

import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradienttransport.jobs.conf.StepTemplate;

/**
 * Names that are alike but for numbers, one of which is taken for the training step: the number
 * behind a word such as step or iteration, else the last one that varies.
 *
 * @param template of these names; other numbers that vary are stars in it
 * @param names by step; names that the template does not read are not among them
 * @param word what tells that the number is a step
 */
record StepNames(StepTemplate template, NavigableMap<Long, String> names, Word word) {

  /** What stands before a number, from the least telling to the most telling. */
  enum Word {
    /** Something that numbers other things than steps, such as a seed. */
    OTHER(0, "(?i).*(?<![a-z])(seeds?|runs?|exp|ranks?|layers?|shards?|parts?|folds?|version|v)"),
    /** Something that does not tell what the number is. */
    NONE(1, ".*"),
    /** A word for checkpoints, which trainers number by step, epoch or else. */
    CHECKPOINT(2, "(?i).*(?<![a-z])(checkpoints?|chkpts?|ckpts?|epochs?)"),
    /** A word for steps. */
    STEP(3, "(?i).*(?<![a-z])(global)?(steps?|iters?|iterations?)");

    private static final int MOST = 3;

    private final int telling;
    private final Pattern pattern;

    Word(int telling, String pattern) {
      this.telling = telling;
      this.pattern = Pattern.compile(pattern + "[^A-Za-z0-9]*");
    }

    static Word before(String text) {
      Word most = OTHER.pattern.matcher(text).matches() ? OTHER : NONE;
      for (Word word : List.of(CHECKPOINT, STEP)) {
        most = word.pattern.matcher(text).matches() ? word : most;
      }
      return most;
    }
  }

  /** Of names that tell equally much, more of them come first. */
  static final Comparator<StepNames> MOST_TELLING_FIRST =
      Comparator.comparing(StepNames::word).thenComparing(steps -> steps.names().size()).reversed();

  /** Longer numbers are no steps, and would not fit a long. */
  private static final Pattern NUMBER = Pattern.compile("(?<!\\d)\\d{1,18}(?!\\d)");

  /** A name cut at its numbers: there is one text more than numbers. */
  private record Cut(String name, List<String> texts, List<String> numbers) {
    static Cut of(String name) {
      List<String> texts = new ArrayList<>();
      List<String> numbers = new ArrayList<>();
      Matcher number = NUMBER.matcher(name);
      int end = 0;
      while (number.find()) {
        texts.add(name.substring(end, number.start()));
        numbers.add(number.group());
        end = number.end();
      }
      texts.add(name.substring(end));
      return new Cut(name, texts, numbers);
    }
  }

  /** All kinds of names that may be steps, the most telling first, then those with most steps. */
  static List<StepNames> of(Collection<String> names) {
    Map<List<String>, List<Cut>> alike = new LinkedHashMap<>();
    names.stream()
        .filter(TensorFileNames::isWritable)
        .sorted()
        .map(Cut::of)
        .filter(cut -> !cut.numbers.isEmpty())
        .forEach(cut -> alike.computeIfAbsent(cut.texts, key -> new ArrayList<>()).add(cut));
    List<StepNames> kinds = new ArrayList<>();
    alike.values().forEach(cuts -> kind(cuts, names).ifPresent(kinds::add));
    kinds.sort(MOST_TELLING_FIRST);
    return kinds;
  }

  private static Optional<StepNames> kind(List<Cut> cuts, Collection<String> all) {
    Cut first = cuts.get(0);
    int step = 0;
    for (int i = 1; i < first.numbers.size(); i++) {
      step = telling(cuts, i) >= telling(cuts, step) ? i : step;
    }
    Word word = Word.before(first.texts.get(step));
    // One name with a number is none of a series, unless a word says so or it is all there is.
    if (word == Word.OTHER || (word == Word.NONE && cuts.size() == 1 && !onlyNumber(first))) {
      return Optional.empty();
    }
    return Optional.of(read(template(oneOfEachStep(cuts, step), step), word, all));
  }

  /** How much tells that a number is the step: a constant one is only behind a word for steps. */
  private static int telling(List<Cut> cuts, int position) {
    Word word = Word.before(cuts.get(0).texts.get(position));
    boolean varying = varies(cuts, position) || word == Word.STEP;
    return word.telling + (varying ? Word.MOST + 1 : 0);
  }

  private static boolean onlyNumber(Cut cut) {
    return cut.texts.get(0).isEmpty()
        && cut.numbers.size() == 1
        && (cut.texts.get(1).isEmpty() || cut.texts.get(1).startsWith("."));
  }

  private static boolean varies(List<Cut> cuts, int position) {
    return cuts.stream().map(cut -> cut.numbers.get(position)).distinct().count() > 1;
  }

  /** Where a step occurs more than once, those names that share the other numbers of the first. */
  private static List<Cut> oneOfEachStep(List<Cut> cuts, int step) {
    if (cuts.stream().map(cut -> cut.numbers.get(step)).distinct().count() == cuts.size()) {
      return cuts;
    }
    Map<List<String>, List<Cut>> series = new LinkedHashMap<>();
    for (Cut cut : cuts) {
      List<String> others = new ArrayList<>(cut.numbers);
      others.remove(step);
      series.computeIfAbsent(others, key -> new ArrayList<>()).add(cut);
    }
    List<Cut> most = List.of();
    for (List<Cut> one : series.values()) {
      most = one.size() > most.size() ? one : most;
    }
    return most;
  }

  /** The template, with the width of numbers that reads most names. */
  private static StepTemplate template(List<Cut> cuts, int step) {
    List<String> digits = cuts.stream().map(cut -> cut.numbers.get(step)).toList();
    List<String> places = new ArrayList<>(List.of("{step}"));
    digits.stream()
        .filter(number -> number.length() > 1 && number.startsWith("0"))
        .map(String::length)
        .collect(toCollection(TreeSet::new))
        .forEach(width -> places.add(String.format(Locale.ROOT, "{step:%02d}", width)));
    StepTemplate best = null;
    long most = -1;
    for (String place : places) {
      StepTemplate candidate = new StepTemplate(text(cuts, step, place));
      long read = cuts.stream().filter(cut -> candidate.stepOf(cut.name).isPresent()).count();
      if (read > most) {
        best = candidate;
        most = read;
      }
    }
    return best;
  }

  private static String text(List<Cut> cuts, int step, String place) {
    Cut first = cuts.get(0);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < first.numbers.size(); i++) {
      String number = varies(cuts, i) ? "*" : first.numbers.get(i);
      text.append(first.texts.get(i)).append(i == step ? place : number);
    }
    return text.append(first.texts.get(first.numbers.size())).toString();
  }

  private static StepNames read(StepTemplate template, Word word, Collection<String> all) {
    NavigableMap<Long, String> names = new TreeMap<>();
    for (String name : all) {
      template.stepOf(name).ifPresent(step -> names.putIfAbsent(step, name));
    }
    return new StepNames(template, names, word);
  }

  String first() {
    return names.firstEntry().getValue();
  }

  String last() {
    return names.lastEntry().getValue();
  }
}
