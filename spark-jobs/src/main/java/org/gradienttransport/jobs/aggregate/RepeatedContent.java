package org.gradienttransport.jobs.aggregate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.FieldTransport.Input;

/**
 * Flags snapshots whose content an earlier step of the same scale already had: some published
 * branches serve another step's weights.
 */
final class RepeatedContent {
  private RepeatedContent() {}

  /** Content hash of one scale's field. */
  private record Content(String scale, String hash) {}

  /** The same fields, each with the earliest step that had its content, if one came before it. */
  static List<FieldTransport> mark(List<FieldTransport> fields) {
    Map<Content, Long> first = new HashMap<>();
    for (FieldTransport field : fields) {
      Input input = field.input();
      if (field.key().realisation().isReal() && input.contentHash() != null) {
        String scale = field.key().scale();
        first.merge(new Content(scale, input.contentHash()), field.key().step(), Math::min);
        if (input.fromContentHash() != null) {
          first.merge(
              new Content(scale, input.fromContentHash()), field.key().fromStep(), Math::min);
        }
      }
    }
    return fields.stream()
        .map(
            field ->
                marked(
                    field,
                    first.get(new Content(field.key().scale(), field.input().contentHash()))))
        .toList();
  }

  private static FieldTransport marked(FieldTransport field, Long first) {
    Long duplicate = first == null || first >= field.key().step() ? null : first;
    Input input = field.input();
    return field.with(
        new Input(
            input.contentHash(),
            input.fromContentHash(),
            duplicate,
            input.inputPath(),
            input.fromInputPath(),
            input.inputBytes()));
  }
}
