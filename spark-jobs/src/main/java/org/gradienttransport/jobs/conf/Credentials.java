package org.gradienttransport.jobs.conf;

import java.util.regex.Pattern;
import org.gradienttransport.jobs.exit.JobException;

/**
 * Keeps passwords out of addresses: an address ends up in tables, logs and reports, where a secret
 * must never be.
 */
public final class Credentials {
  /**
   * The user part of an address, when it holds a password. Secret keys may hold slashes, and a port
   * is none.
   */
  private static final Pattern WITH_PASSWORD =
      Pattern.compile("(://[^/@:\\s]*:)(?!\\d{1,5}/)([^@\\s]*)@");

  private Credentials() {}

  /** Whether an address holds a password, as in {@code scheme://user:password@host/path}. */
  public static boolean within(String location) {
    return WITH_PASSWORD.matcher(location).find();
  }

  /** The same text without passwords in addresses. */
  public static String hidden(String text) {
    return WITH_PASSWORD.matcher(text).replaceAll("$1***@");
  }

  /**
   * Refuses an address that holds a password.
   *
   * @param what the address is for
   * @throws JobException with exit code CONFIGURATION, which does not repeat the password
   */
  public static String refused(String what, String location) {
    if (within(location)) {
      throw JobException.configuration(
          what + " " + hidden(location) + " holds a password. " + remedy());
    }
    return location;
  }

  /** What to do instead, in a sentence. */
  public static String remedy() {
    return "Addresses are kept in tables and logs, so give credentials to Hadoop instead, in a"
        + " credential provider (hadoop.security.credential.provider.path) or the environment.";
  }
}
