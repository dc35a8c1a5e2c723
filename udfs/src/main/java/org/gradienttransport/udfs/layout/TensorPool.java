package org.gradienttransport.udfs.layout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The floating tensors of one checkpoint while rules claim them. */
final class TensorPool {
  /** Names a message spells out before it only counts. */
  private static final int SPELLED_OUT = 5;

  /** More digits than any network has blocks; longer numbers would not fit an int. */
  private static final int MOST_DIGITS = 9;

  private final Set<String> floating = new HashSet<>();

  /** Tensors that cannot be part of a field, with what their elements are. */
  private final Map<String, String> unfit = new HashMap<>();

  private final Map<String, LayoutRule> claims = new HashMap<>();

  TensorPool(Collection<Candidate> tensors, List<Pattern> exclude) throws LayoutException {
    Set<String> names = new HashSet<>();
    for (Candidate tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new LayoutException(
            "tensor '" + tensor.name() + "' appears twice in the checkpoint; write it anew");
      }
      put(tensor, exclude);
    }
  }

  private void put(Candidate tensor, List<Pattern> exclude) {
    for (Pattern pattern : exclude) {
      if (pattern.matcher(tensor.name()).matches()) {
        return;
      }
    }
    if (tensor.kind() == Candidate.ElementKind.FLOATING) {
      floating.add(tensor.name());
    } else {
      unfit.put(tensor.name(), tensor.what());
    }
  }

  List<String> take(LayoutRule rule) throws LayoutException {
    List<String> names =
        rule instanceof NamedTensors named ? named(named) : blocks((BlockTensors) rule);
    for (String name : names) {
      LayoutRule other = claims.putIfAbsent(name, rule);
      if (other != null) {
        throw new LayoutException(
            "tensor '%s' belongs to two rules, %s and %s; make one of them narrower"
                .formatted(name, other.describe(), rule.describe()));
      }
    }
    return names;
  }

  void requireNothingLeft() throws LayoutException {
    List<String> left = new ArrayList<>(floating);
    left.removeAll(claims.keySet());
    if (!left.isEmpty()) {
      left.sort(null);
      throw new LayoutException(
          ("%d floating tensor(s) that the layout does not know: %s; add them to a rule or to"
                  + " tensors.exclude, or set tensors.unmatched: ignore")
              .formatted(left.size(), listed(left)));
    }
  }

  private List<String> named(NamedTensors rule) throws LayoutException {
    if (rule.optional()) {
      return optional(rule);
    }
    List<String> missing = new ArrayList<>();
    for (String name : rule.names()) {
      if (!floating.contains(name)) {
        missing.add(name + whyNot(name));
      }
    }
    if (!missing.isEmpty()) {
      throw new LayoutException(
          "%s: missing tensor(s) %s; the checkpoint is incomplete or the rule is for another model"
              .formatted(rule.describe(), listed(missing)));
    }
    return rule.names();
  }

  /** A tensor may be absent, but not be there in a form that is not read. */
  private List<String> optional(NamedTensors rule) throws LayoutException {
    for (String name : rule.names()) {
      if (unfit.containsKey(name)) {
        throw new LayoutException(rule.describe() + ": tensor '" + name + "'" + whyNot(name));
      }
    }
    return rule.names().stream().filter(floating::contains).toList();
  }

  private String whyNot(String name) {
    return unfit.containsKey(name) ? " (there, but with " + unfit.get(name) + ")" : "";
  }

  private List<String> blocks(BlockTensors rule) throws LayoutException {
    requireNoneUnfit(rule);
    SortedMap<Integer, Map<String, String>> blocks = matched(rule);
    if (blocks.isEmpty()) {
      throw new LayoutException(
          "%s: no floating tensor matches; its parts are %s and the checkpoint has %s"
              .formatted(rule.describe(), listed(rule.parts()), listed(sorted(floating))));
    }
    List<String> ordered = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> surplus = new ArrayList<>();
    long last = rule.lastExpected(blocks.lastKey());
    for (long next = rule.firstBlock(); next <= last; next++) {
      int block = (int) next;
      Map<String, String> found = blocks.getOrDefault(block, Map.of());
      collect(rule, block, found, ordered, missing);
      if (!rule.blockKinds().isEmpty()) {
        surplus.addAll(surplus(rule, block, found.keySet()));
      }
      if (missing.size() > SPELLED_OUT) {
        break; // A forged block number must not make this loop long.
      }
    }
    if (!rule.blockKinds().isEmpty() && !(missing.isEmpty() && surplus.isEmpty())) {
      throw new LayoutException(
          ("%s: by its block_kinds, blocks %d to %d lack %s, and have too much: %s; the checkpoint"
                  + " is incomplete or of another model, or block_kinds is wrong")
              .formatted(
                  rule.describe(), rule.firstBlock(), last, listed(missing), listed(surplus)));
    }
    if (!missing.isEmpty()) {
      throw new LayoutException(
          "%s: blocks %d to %d are expected without gaps, missing %s; the checkpoint is incomplete"
              .formatted(rule.describe(), rule.firstBlock(), blocks.lastKey(), listed(missing)));
    }
    return ordered;
  }

  /** A part that is there but cannot be read is told as what it is, not as missing. */
  private void requireNoneUnfit(BlockTensors rule) throws LayoutException {
    Pattern pattern = Pattern.compile(rule.pattern());
    for (String name : sorted(unfit.keySet())) {
      Matcher matcher = pattern.matcher(name);
      if (matcher.matches() && rule.parts().contains(matcher.group("part"))) {
        throw new LayoutException(
            ("%s takes tensor '%s', which is there with %s; a field is made of float16, bfloat16,"
                    + " float32 or float64: convert it, or take the part out of the rule")
                .formatted(rule.describe(), name, unfit.get(name)));
      }
    }
  }

  /** Parts of other kinds than the one that is stated. */
  private static List<String> surplus(BlockTensors rule, int block, Set<String> found) {
    return found.stream()
        .filter(part -> !rule.stated(block).contains(part))
        .sorted()
        .map(part -> "'" + part + "' of block " + block)
        .toList();
  }

  private static void collect(
      BlockTensors rule,
      int block,
      Map<String, String> found,
      List<String> ordered,
      List<String> missing) {
    if (found.isEmpty()) {
      missing.add("block " + block);
      return;
    }
    List<String> parts = rule.blockKinds().isEmpty() ? kind(rule, found) : rule.stated(block);
    for (String part : parts) {
      String name = found.get(part);
      if (name == null) {
        missing.add("'" + part + "' of block " + block);
      } else {
        ordered.add(name);
      }
    }
  }

  /**
   * The kind whose parts a block has; of none, the one that it has most of, which names the gap.
   */
  private static List<String> kind(BlockTensors rule, Map<String, String> found) {
    List<String> nearest = rule.kinds().get(0);
    long most = -1;
    for (List<String> kind : rule.kinds()) {
      if (found.keySet().equals(Set.copyOf(kind))) {
        return kind;
      }
      long has = kind.stream().filter(found::containsKey).count();
      if (has > most) {
        nearest = kind;
        most = has;
      }
    }
    return nearest;
  }

  private SortedMap<Integer, Map<String, String>> matched(BlockTensors rule)
      throws LayoutException {
    Pattern pattern = Pattern.compile(rule.pattern());
    Set<String> parts = new HashSet<>(rule.parts());
    SortedMap<Integer, Map<String, String>> blocks = new TreeMap<>();
    for (String name : sorted(floating)) {
      Matcher matcher = pattern.matcher(name);
      if (matcher.matches() && parts.contains(matcher.group("part"))) {
        int block = blockNumber(rule, name, matcher.group("block"));
        String part = matcher.group("part");
        String twin = blocks.computeIfAbsent(block, b -> new HashMap<>()).put(part, name);
        if (twin != null) {
          throw new LayoutException(
              "%s: '%s' of block %d is there twice, as '%s' and '%s'; make the pattern narrower"
                  .formatted(rule.describe(), part, block, twin, name));
        }
      }
    }
    return blocks;
  }

  private static int blockNumber(BlockTensors rule, String name, String digits)
      throws LayoutException {
    boolean plain =
        digits != null
            && !digits.isEmpty()
            && digits.length() <= MOST_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!plain) {
      throw new LayoutException(
          "%s: the block of tensor '%s' reads '%s', which is not a block number; let the group"
                  .formatted(rule.describe(), name, digits)
              + " 'block' match decimal digits only");
    }
    int block = Integer.parseInt(digits);
    if (block < rule.firstBlock()) {
      throw new LayoutException(
          "%s: tensor '%s' is of block %d, before the first block %d; lower the rule's first block"
              .formatted(rule.describe(), name, block, rule.firstBlock()));
    }
    return block;
  }

  private static List<String> sorted(Collection<String> names) {
    return names.stream().sorted().toList();
  }

  private static String listed(List<String> names) {
    String some = String.join(", ", names.subList(0, Math.min(SPELLED_OUT, names.size())));
    int more = names.size() - SPELLED_OUT;
    return more > 0 ? some + " and " + more + " more" : names.isEmpty() ? "none" : some;
  }
}
