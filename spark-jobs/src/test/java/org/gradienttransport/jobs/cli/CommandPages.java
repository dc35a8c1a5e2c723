package org.gradienttransport.jobs.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * What shells and {@code man} know of the commands, made from the commands themselves. The build
 * calls it in the profile {@code release}.
 */
public final class CommandPages {
  /** Name of the launcher, of its completion and of the first manual page. */
  static final String NAME = "gradient-transport";

  private CommandPages() {}

  /**
   * Writes the pages.
   *
   * @param args a folder for manual pages in AsciiDoc, one for each command; a folder for the
   *     completion of shells
   */
  public static void main(String[] args) throws IOException {
    manuals(Path.of(args[0]));
    Path completion = Files.createDirectories(Path.of(args[1])).resolve(NAME);
    Files.writeString(completion, completion());
  }

  /** A script for bash, and for zsh, which reads it with bashcompinit. */
  static String completion() {
    return AutoComplete.bash(NAME, Commands.commandLine());
  }

  /** Writes a page for each command at any depth. */
  static void manuals(Path folder) throws IOException {
    File target = Files.createDirectories(folder).toFile();
    Locale.setDefault(Locale.ROOT);
    CommandSpec commands = Commands.commandLine().getCommandSpec();
    headFooters(commands);
    int code = ManPageGenerator.generateManPage(target, null, new boolean[0], true, commands);
    if (code != 0) {
      throw new IOException("The manual pages could not be written to " + target + ": " + code);
    }
  }

  /** A manual page shows a footer under a heading alone; ours hold examples. */
  private static void headFooters(CommandSpec spec) {
    if (spec.usageMessage().footer().length > 0) {
      spec.usageMessage().footerHeading("Examples%n");
    }
    spec.subcommands().values().forEach(command -> headFooters(command.getCommandSpec()));
  }

  /** Names of the pages: the words that call a command, joined by hyphens. */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    collect(Commands.commandLine().getCommandSpec(), NAME, names);
    return names;
  }

  private static void collect(CommandSpec spec, String name, List<String> names) {
    names.add(name);
    for (CommandLine command : spec.subcommands().values()) {
      collect(command.getCommandSpec(), name + "-" + command.getCommandName(), names);
    }
  }
}
