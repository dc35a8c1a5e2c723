package org.gradienttransport.jobs.aggregate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.FieldTransport.Cascade;
import org.gradienttransport.schemas.rows.FieldTransport.FieldKey;
import org.gradienttransport.schemas.rows.FieldTransport.Input;
import org.gradienttransport.schemas.rows.FieldTransport.Moments;
import org.gradienttransport.schemas.rows.FieldTransport.Provenance;
import org.gradienttransport.schemas.rows.Realisation;
import org.gradienttransport.schemas.vocabulary.FieldStatus;

/** Families and rows of field_transport written by hand. */
public final class Fields {
  private Fields() {}

  /**
   * A family of gradients.
   *
   * @param sizes N of each scale, which is called by it
   * @param lines further lines of its file
   */
  public static Family family(Path folder, List<Long> sizes, String... lines) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            family: written
            title: Written by hand
            field: gradient
            root: .
            snapshot: {directory: 'step_{step}', files: [grads.pt]}
            steps: [0, 1]
            tensors: {rules: [{names: [w]}]}
            scales:
            """);
    for (long n : sizes) {
      text.append(String.format(Locale.ROOT, "  - {name: n%d, path: n%d, entries: %d}\n", n, n, n));
    }
    List.of(lines).forEach(line -> text.append(line).append('\n'));
    Path file = folder.resolve("family.yaml");
    Files.writeString(file, text, StandardCharsets.UTF_8);
    return FamilyFiles.load(file.toString(), new Configuration());
  }

  /** A real field that settles; its cascade has s activations in so many relaxation steps. */
  public static FieldTransport real(long n, long step, long s, int nSteps) {
    return field(Realisation.REAL, n, step, s, nSteps);
  }

  /** A field that settles. */
  public static FieldTransport field(Realisation of, long n, long step, long s, int nSteps) {
    List<Long> counts =
        LongStream.range(0, nSteps).mapToObj(i -> i == 0 ? s - nSteps + 1 : 1L).toList();
    Cascade cascade = Cascade.of(n, 0.5, s, nSteps, false, counts);
    return row(of, n, step, cascade, cascade.status(), "hash " + n + " " + step);
  }

  /** A field without numbers, or with numbers that say nothing. */
  public static FieldTransport unusable(long n, long step, FieldStatus status) {
    Cascade cascade =
        status == FieldStatus.NO_ACTIVITY ? Cascade.of(n, 0, 0, 0, false, List.of()) : null;
    return row(Realisation.REAL, n, step, cascade, status, null);
  }

  /** The same field with other content. */
  public static FieldTransport withContent(FieldTransport field, String hash) {
    return field.with(new Input(hash, null, null, null, null, null));
  }

  private static FieldTransport row(
      Realisation of, long n, long step, Cascade cascade, FieldStatus status, String hash) {
    return new FieldTransport(
        new FieldKey("written", "n" + n, step, step, of),
        n,
        cascade,
        cascade == null ? null : new Moments(-1.0, 1.0, 0.0, 1.0, 0, 0.0, 0.0),
        of.isReal() ? null : (Long) (42 + step),
        status,
        null,
        new Input(hash, null, null, null, null, null),
        null,
        "tdu-ofc-v1",
        new Provenance(null, null, null, null, null));
  }
}
