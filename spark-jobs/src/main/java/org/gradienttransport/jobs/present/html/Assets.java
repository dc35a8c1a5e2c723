package org.gradienttransport.jobs.present.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * Scripts and styles that go into the page, with the hashes by which the page's security policy
 * lets them, and only them, run. The charting library comes from its WebJar at build time.
 */
final class Assets {
  static final String STYLE = text("report.css");
  static final String CHARTS = script("vendor/chart.js/chart.umd.min.js");
  static final String ZOOM = script("vendor/chartjs-plugin-zoom/chartjs-plugin-zoom.min.js");
  static final String REPORT = script("report.js");

  /** Licences of what is not ours. */
  static final List<String> LICENCES =
      List.of(text("vendor/chart.js/LICENSE.md"), text("vendor/chartjs-plugin-zoom/LICENSE.md"));

  private Assets() {}

  /** The page may run these scripts and styles, and load nothing from anywhere. */
  static String contentSecurityPolicy() {
    return "default-src 'none'; script-src %s %s %s; style-src %s; img-src data:; base-uri 'none'; form-action 'none'"
        .formatted(hash(CHARTS), hash(ZOOM), hash(REPORT), hash(STYLE));
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Without source maps, which would be looked for beside the page. */
  private static String script(String name) {
    String text = text(name).replaceAll("(?m)^//# sourceMappingURL=.*$", "").strip() + "\n";
    if (text.contains("</script")) {
      throw new IllegalStateException(name + " would end its own script element");
    }
    return text;
  }

  private static String text(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the build left out " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }
}
