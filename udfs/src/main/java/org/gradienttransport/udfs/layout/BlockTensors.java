package org.gradienttransport.udfs.layout;

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
 * have every part exactly once.
 *
 * @param pattern regular expression a whole tensor name must match, with the named groups "block"
 *     (decimal digits) and "part"
 * @param parts the parts of a block that belong to the field, in canonical order
 * @param firstBlock number of the first block, usually 0
 */
public record BlockTensors(String pattern, List<String> parts, int firstBlock)
    implements LayoutRule {

  public BlockTensors {
    Objects.requireNonNull(pattern, "pattern");
    parts = List.copyOf(parts);
    requireGroups(pattern);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a blocks rule must list at least one part");
    }
    Set<String> seen = new HashSet<>();
    for (String part : parts) {
      if (!seen.add(part)) {
        throw new IllegalArgumentException("part '" + part + "' is listed twice in one rule");
      }
    }
    if (firstBlock < 0) {
      throw new IllegalArgumentException("the first block cannot be " + firstBlock);
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
    return "blocks%s%sfirst=%s"
        .formatted(
            LayoutRule.canonicalList(List.of(pattern)),
            LayoutRule.canonicalList(parts),
            firstBlock);
  }
}
