package org.gradienttransport.jobs.fetch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One repository to fetch from, written {@code OWNER/NAME[@BRANCH][=FOLDER]}.
 *
 * @param repo owner/name on the hub
 * @param branch the branch whose commits are the steps, where the layout has one
 * @param folder where its files go below the target
 */
record Source(String repo, Optional<String> branch, String folder) {
  private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,95}";
  private static final Pattern SYNTAX =
      Pattern.compile("((?:" + NAME + "/)?(" + NAME + "))(?:@([^=@\\s]+))?(?:=([^=\\s]+))?");

  /**
   * @throws IllegalArgumentException when the text is something else
   */
  static Source parse(String text) {
    Matcher match = SYNTAX.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "'" + Printable.of(text) + "' is not OWNER/NAME[@BRANCH][=FOLDER]");
    }
    Optional<String> branch = Optional.ofNullable(match.group(3));
    String folder = match.group(4) != null ? match.group(4) : branch.orElse(match.group(2));
    SafeNames.objectionTo(folder)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(
                  "the folder '" + Printable.of(folder) + "' of --repo " + why);
            });
    if (folder.split("/", -1)[0].equals(FetchTarget.STATE_FOLDER)) {
      throw new IllegalArgumentException(
          "the folder '" + folder + "' of --repo is kept for the manifest; choose another");
    }
    return new Source(match.group(1), branch, folder);
  }
}
