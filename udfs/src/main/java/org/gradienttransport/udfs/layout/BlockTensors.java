package org.gradienttransport.udfs.layout;

import static java.util.stream.Collectors.joining;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The repeated tensors of numbered blocks: block by block in numeric order, and inside a block in
 * the order of {@code parts}. Every block from {@code firstBlock} to the highest one found must
 * have every part exactly once; where blocks are of several kinds, exactly the parts of one of
 * them, or of the one that {@code blockKinds} states.
 *
 * @param pattern regular expression a whole tensor name must match, with the named groups "block"
 *     (decimal digits) and "part"
 * @param kinds of blocks, each the parts of a block that belong to the field, in canonical order;
 *     one kind where all blocks are alike
 * @param firstBlock number of the first block, usually 0
 * @param blockKinds the kind of each block, counted from 1 in {@code kinds}, from the first block
 *     on and over again until the last; empty where the tensors alone tell
 */
public record BlockTensors(
    String pattern, List<List<String>> kinds, int firstBlock, List<Integer> blockKinds)
    implements LayoutRule {

  public BlockTensors {
    Objects.requireNonNull(pattern, "pattern");
    kinds = kinds.stream().map(List::copyOf).toList();
    requireGroups(pattern);
    if (kinds.isEmpty() || kinds.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("a blocks rule must list at least one part");
    }
    Set<Set<String>> different = new HashSet<>();
    for (List<String> kind : kinds) {
      requireDistinct(kind);
      if (!different.add(Set.copyOf(kind))) {
        throw new IllegalArgumentException("two kinds of blocks have the same parts " + kind);
      }
    }
    if (firstBlock < 0) {
      throw new IllegalArgumentException("the first block cannot be " + firstBlock);
    }
    blockKinds = List.copyOf(blockKinds);
    requireAllKinds(kinds.size(), blockKinds);
  }

  private static void requireAllKinds(int kinds, List<Integer> blockKinds) {
    for (int kind : blockKinds) {
      if (kind < 1 || kind > kinds) {
        throw new IllegalArgumentException(
            "a block is of kind %d, and there are kinds 1 to %d".formatted(kind, kinds));
      }
    }
    for (int kind = 1; kind <= kinds && !blockKinds.isEmpty(); kind++) {
      if (!blockKinds.contains(kind)) {
        throw new IllegalArgumentException("no block is of kind " + kind);
      }
    }
  }

  /**
   * A rule of blocks that are all alike.
   *
   * @param parts the parts of a block, in canonical order
   */
  public static BlockTensors alike(String pattern, List<String> parts, int firstBlock) {
    return new BlockTensors(pattern, List.of(parts), firstBlock, List.of());
  }

  /** The parts of a block whose kind is stated, which {@code blockKinds} does for all or none. */
  List<String> stated(int block) {
    int place = (block - firstBlock) % blockKinds.size();
    return kinds.get(blockKinds.get(place) - 1);
  }

  /**
   * The last block that there has to be, given the last there is: stated kinds come in full rounds.
   */
  long lastExpected(int lastFound) {
    int round = Math.max(1, blockKinds.size());
    long rounds = ((long) lastFound - firstBlock + round) / round;
    return firstBlock + rounds * round - 1;
  }

  /** Every part that a block of any kind has, each once. */
  public List<String> parts() {
    return kinds.stream().flatMap(List::stream).distinct().toList();
  }

  private static void requireDistinct(List<String> parts) {
    Set<String> seen = new HashSet<>();
    for (String part : parts) {
      if (!seen.add(part)) {
        throw new IllegalArgumentException("part '" + part + "' is listed twice in one rule");
      }
    }
  }

  private static void requireGroups(String pattern) {
    Matcher matched;
    try {
      Pattern.compile(pattern);
      // With an empty alternative in front it matches nothing at all, and groups can be asked for.
      matched = Pattern.compile("|" + pattern).matcher("");
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'" + pattern + "' is not a regular expression: " + e.getDescription(), e);
    }
    for (String group : List.of("block", "part")) {
      if (!matched.matches() || !hasGroup(matched, group)) {
        throw new IllegalArgumentException(
            "'" + pattern + "' has no named group '" + group + "'; write (?<" + group + ">...)");
      }
    }
  }

  private static boolean hasGroup(Matcher matched, String group) {
    try {
      matched.start(group);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public String describe() {
    return "blocks rule '" + pattern + "'";
  }

  /**
   * Block and part.
   *
   * @throws IllegalArgumentException if the rule does not take the tensor
   */
  @Override
  public String place(String tensor) {
    Matcher matched = Pattern.compile(pattern).matcher(tensor);
    if (!matched.matches()) {
      throw new IllegalArgumentException(describe() + " does not take '" + tensor + "'");
    }
    return Integer.parseInt(matched.group("block")) + "." + matched.group("part");
  }

  @Override
  public String canonical() {
    return "blocks%s%sfirst=%s%s"
        .formatted(
            LayoutRule.canonicalList(List.of(pattern)),
            kinds.stream().map(LayoutRule::canonicalList).collect(joining("or")),
            firstBlock,
            blockKinds.isEmpty() ? "" : "kinds=" + blockKinds);
  }
}
