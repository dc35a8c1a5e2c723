package org.gradienttransport.udfs.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.gradienttransport.udfs.layout.Candidate.ElementKind;
import org.gradienttransport.udfs.layout.FieldLayout.Unmatched;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The order of a field's tensors is the family's, whatever a file looks like (METHOD section 5).
 */
final class FieldLayoutTest {
  private static final List<String> PICO_PARTS =
      List.of("attention.v_proj", "attention.o_proj", "swiglu.w_2");
  private static final FieldLayout PICO =
      new FieldLayout(
          List.of(
              BlockTensors.alike(
                  "^(.*layers\\.)(?<block>\\d+)"
                      + "\\.(?<part>attention\\.v_proj|attention\\.o_proj|swiglu\\.w_2)$",
                  PICO_PARTS,
                  0)),
          List.of(),
          Unmatched.REFUSE);

  private static final List<String> NEOX_PARTS =
      List.of(
          "input_layernorm.weight",
          "input_layernorm.bias",
          "post_attention_layernorm.weight",
          "post_attention_layernorm.bias",
          "attention.query_key_value.weight",
          "attention.query_key_value.bias",
          "attention.dense.weight",
          "attention.dense.bias",
          "mlp.dense_h_to_4h.weight",
          "mlp.dense_h_to_4h.bias",
          "mlp.dense_4h_to_h.weight",
          "mlp.dense_4h_to_h.bias");
  private static final FieldLayout NEOX = neox(Unmatched.REFUSE);

  private static FieldLayout neox(Unmatched unmatched) {
    return new FieldLayout(
        List.of(
            new NamedTensors(List.of("gpt_neox.embed_in.weight")),
            BlockTensors.alike("gpt_neox\\.layers\\.(?<block>\\d+)\\.(?<part>.+)", NEOX_PARTS, 0),
            new NamedTensors(
                List.of(
                    "gpt_neox.final_layer_norm.weight",
                    "gpt_neox.final_layer_norm.bias",
                    "embed_out.weight"))),
        List.of(
            ".*\\.attention\\.bias", ".*\\.attention\\.masked_bias", ".*\\.rotary_emb\\.inv_freq"),
        unmatched);
  }

  private static Candidate floating(String name) {
    return new Candidate(name, ElementKind.FLOATING, 4);
  }

  private static Candidate integer(String name) {
    return new Candidate(name, ElementKind.INTEGER, 4);
  }

  private static List<Candidate> pico(String prefix, int blocks) {
    List<Candidate> tensors = new ArrayList<>();
    for (int block = 0; block < blocks; block++) {
      for (String part : PICO_PARTS) {
        tensors.add(floating(prefix + block + "." + part));
      }
    }
    return tensors;
  }

  /** The tensors of a small GPT-NeoX state dict, masks and buffers included. */
  private static List<Candidate> neoxTensors(int blocks) {
    List<Candidate> tensors = new ArrayList<>();
    tensors.add(floating("gpt_neox.embed_in.weight"));
    for (int block = 0; block < blocks; block++) {
      String prefix = "gpt_neox.layers." + block + ".";
      tensors.add(integer(prefix + "attention.bias"));
      tensors.add(floating(prefix + "attention.masked_bias"));
      tensors.add(floating(prefix + "attention.rotary_emb.inv_freq"));
      NEOX_PARTS.forEach(part -> tensors.add(floating(prefix + part)));
    }
    tensors.add(floating("gpt_neox.final_layer_norm.weight"));
    tensors.add(floating("gpt_neox.final_layer_norm.bias"));
    tensors.add(floating("embed_out.weight"));
    return tensors;
  }

  private static List<Candidate> without(List<Candidate> tensors, String... names) {
    return tensors.stream().filter(t -> !List.of(names).contains(t.name())).toList();
  }

  private static List<Candidate> with(List<Candidate> tensors, Candidate... more) {
    List<Candidate> all = new ArrayList<>(tensors);
    Collections.addAll(all, more);
    return all;
  }

  private static List<Candidate> shuffled(List<Candidate> tensors, long seed) {
    List<Candidate> shuffled = new ArrayList<>(tensors);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, random.nextInt(i + 1));
    }
    return shuffled;
  }

  @Test
  void picoIsOrderedByBlockNumberThenByPart() throws Exception {
    List<String> order = PICO.order(pico("_forward_module.layers.", 12));
    assertThat(order).hasSize(36);
    assertThat(order.subList(0, 4))
        .containsExactly(
            "_forward_module.layers.0.attention.v_proj",
            "_forward_module.layers.0.attention.o_proj",
            "_forward_module.layers.0.swiglu.w_2",
            "_forward_module.layers.1.attention.v_proj");
    // Numeric, not alphabetical: block 2 comes before block 10.
    assertThat(order.indexOf("_forward_module.layers.2.attention.v_proj"))
        .isLessThan(order.indexOf("_forward_module.layers.10.attention.v_proj"));
    assertThat(order.get(35)).isEqualTo("_forward_module.layers.11.swiglu.w_2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_forward_module.layers.",
        "_forward_module.module.layers.",
        "module.layers.",
        "layers.",
        "model.decoder.layers."
      })
  void thePrefixOfPicosKeysDoesNotMatter(String prefix) throws Exception {
    List<String> expected =
        pico(prefix, 12).stream().map(Candidate::name).toList(); // made in canonical order
    assertThat(PICO.order(shuffled(pico(prefix, 12), 7))).isEqualTo(expected);
  }

  @Test
  void theFilesOwnOrderNeverMatters() throws Exception {
    List<String> order = NEOX.order(neoxTensors(12));
    for (long seed = 0; seed < 50; seed++) {
      assertThat(NEOX.order(shuffled(neoxTensors(12), seed))).isEqualTo(order);
    }
    List<Candidate> sorted =
        neoxTensors(12).stream().sorted((a, b) -> a.name().compareTo(b.name())).toList();
    assertThat(NEOX.order(sorted)).as("as safetensors writers sort").isEqualTo(order);
  }

  @Test
  void pythiaIsOrderedFromEmbeddingToOutputWithWeightBeforeBias() throws Exception {
    List<String> order = NEOX.order(neoxTensors(2));
    assertThat(order).hasSize(1 + 2 * 12 + 3).startsWith("gpt_neox.embed_in.weight");
    assertThat(order.subList(1, 13))
        .isEqualTo(NEOX_PARTS.stream().map(part -> "gpt_neox.layers.0." + part).toList());
    assertThat(order)
        .endsWith(
            "gpt_neox.final_layer_norm.weight",
            "gpt_neox.final_layer_norm.bias",
            "embed_out.weight");
  }

  @Test
  void buffersAreLeftOutButTheBiasesOfProjectionsAreKept() throws Exception {
    assertThat(NEOX.order(neoxTensors(2)))
        .contains(
            "gpt_neox.layers.0.attention.dense.bias",
            "gpt_neox.layers.0.attention.query_key_value.bias")
        .doesNotContain(
            "gpt_neox.layers.0.attention.bias",
            "gpt_neox.layers.0.attention.masked_bias",
            "gpt_neox.layers.0.attention.rotary_emb.inv_freq");
  }

  @Test
  void aMaskStoredInFloatingPointIsABufferAllTheSame() throws Exception {
    List<Candidate> masked =
        with(
            without(neoxTensors(1), "gpt_neox.layers.0.attention.bias"),
            floating("gpt_neox.layers.0.attention.bias"));
    assertThat(NEOX.order(masked)).isEqualTo(NEOX.order(neoxTensors(1)));
  }

  @Test
  void integerTensorsAreNeverPartOfAFieldAndNeedNoExclusion() throws Exception {
    List<Candidate> tensors = with(neoxTensors(1), integer("num_batches_tracked"));
    assertThat(NEOX.order(tensors)).isEqualTo(NEOX.order(neoxTensors(1)));
  }

  @Test
  void anIntegerTensorInThePlaceOfAParameterIsRefused() {
    List<Candidate> quantized =
        with(without(neoxTensors(1), "embed_out.weight"), integer("embed_out.weight"));
    assertThatThrownBy(() -> NEOX.order(quantized))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("embed_out.weight (there, but with integer elements)");
  }

  @Test
  void aFloatingTensorTheLayoutDoesNotKnowIsRefusedByName() {
    List<Candidate> tensors = with(neoxTensors(1), floating("gpt_neox.layers.0.adapter.weight"));
    assertThatThrownBy(() -> NEOX.order(tensors))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("1 floating tensor(s)")
        .hasMessageContaining("gpt_neox.layers.0.adapter.weight")
        .hasMessageContaining("tensors.exclude");
  }

  @Test
  void unknownTensorsCanBeIgnored() throws Exception {
    List<Candidate> tensors = with(neoxTensors(1), floating("optimizer.exp_avg"));
    assertThat(neox(Unmatched.IGNORE).order(tensors)).isEqualTo(NEOX.order(neoxTensors(1)));
  }

  @Test
  void onlyAFewOfManyUnknownTensorsAreSpelledOut() {
    List<Candidate> tensors = new ArrayList<>(neoxTensors(1));
    for (int i = 0; i < 1000; i++) {
      tensors.add(floating("extra." + i));
    }
    assertThatThrownBy(() -> NEOX.order(tensors))
        .hasMessageContaining("1000 floating tensor(s)")
        .hasMessageContaining("and 995 more");
  }

  @Test
  void theSamePartOfABlockTwiceIsRefused() {
    List<Candidate> tensors = with(pico("layers.", 12), floating("copy.layers.3.swiglu.w_2"));
    assertThatThrownBy(() -> PICO.order(tensors))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("'swiglu.w_2' of block 3 is there twice")
        .hasMessageContaining("'copy.layers.3.swiglu.w_2'")
        .hasMessageContaining("'layers.3.swiglu.w_2'");
  }

  @Test
  void twoSpellingsOfOneBlockNumberAreTheSameBlock() {
    List<Candidate> tensors = with(pico("layers.", 2), floating("layers.01.swiglu.w_2"));
    assertThatThrownBy(() -> PICO.order(tensors)).hasMessageContaining("of block 1 is there twice");
  }

  @Test
  void aGapInTheBlockNumbersIsRefusedNamingTheBlock() {
    List<Candidate> tensors =
        pico("layers.", 12).stream().filter(t -> !t.name().startsWith("layers.7.")).toList();
    assertThatThrownBy(() -> PICO.order(tensors))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("blocks 0 to 11 are expected without gaps, missing block 7");
  }

  @Test
  void aMissingFirstBlockIsRefused() {
    List<Candidate> tensors =
        pico("layers.", 3).stream().filter(t -> !t.name().startsWith("layers.0.")).toList();
    assertThatThrownBy(() -> PICO.order(tensors)).hasMessageContaining("missing block 0");
  }

  @Test
  void aMissingPartIsRefusedNamingBlockAndPart() {
    assertThatThrownBy(() -> PICO.order(without(pico("layers.", 12), "layers.4.attention.o_proj")))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("missing 'attention.o_proj' of block 4");
  }

  @Test
  void aMissingNamedTensorIsRefusedByName() {
    assertThatThrownBy(() -> NEOX.order(without(neoxTensors(2), "embed_out.weight")))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("missing tensor(s) embed_out.weight");
  }

  @Test
  void anotherModelsCheckpointIsRefusedShowingWhatItHas() {
    assertThatThrownBy(() -> PICO.order(neoxTensors(2)))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("no floating tensor matches")
        .hasMessageContaining("embed_out.weight");
    assertThatThrownBy(() -> PICO.order(List.of())).hasMessageContaining("the checkpoint has none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"layers.999999999.swiglu.w_2", "layers.12345678901234567890.swiglu.w_2"})
  void aForgedBlockNumberIsRefusedAtOnce(String name) {
    List<Candidate> tensors = with(pico("layers.", 12), floating(name));
    assertThatThrownBy(() -> PICO.order(tensors))
        .isInstanceOf(LayoutException.class)
        .hasMessageMatching("(?s).*(missing block 12|is not a block number).*");
  }

  @Test
  void aTensorNamedTwiceInAFileIsRefused() {
    List<Candidate> tensors = with(pico("layers.", 2), floating("layers.1.swiglu.w_2"));
    assertThatThrownBy(() -> PICO.order(tensors))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("'layers.1.swiglu.w_2' appears twice");
  }

  @Test
  void aTensorClaimedByTwoRulesIsRefused() {
    FieldLayout greedy =
        new FieldLayout(
            List.of(
                new NamedTensors(List.of("layers.0.swiglu.w_2")),
                BlockTensors.alike(
                    "layers\\.(?<block>\\d+)\\.(?<part>.+)", List.of("swiglu.w_2"), 0)),
            List.of(),
            Unmatched.IGNORE);
    assertThatThrownBy(() -> greedy.order(pico("layers.", 2)))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("'layers.0.swiglu.w_2' belongs to two rules");
  }

  @Test
  void blocksMayBeginAtAnotherNumberThanZero() throws Exception {
    FieldLayout fromOne =
        new FieldLayout(
            List.of(BlockTensors.alike("h\\.(?<block>\\d+)\\.(?<part>.+)", List.of("weight"), 1)),
            List.of(),
            Unmatched.REFUSE);
    assertThat(fromOne.order(List.of(floating("h.2.weight"), floating("h.1.weight"))))
        .containsExactly("h.1.weight", "h.2.weight");
    assertThatThrownBy(() -> fromOne.order(List.of(floating("h.0.weight"))))
        .hasMessageContaining("of block 0, before the first block 1");
  }

  @Test
  void aLayoutThatContradictsItselfCannotBeMade() {
    assertThatThrownBy(() -> BlockTensors.alike("layers\\.(?<block>\\d+)", List.of("w"), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no named group 'part'");
    assertThatThrownBy(() -> BlockTensors.alike("(?<block>(?<part>", List.of("w"), 0))
        .hasMessageContaining("is not a regular expression");
    assertThatThrownBy(() -> BlockTensors.alike("(?<block>.)(?<part>.)", List.of("w", "w"), 0))
        .hasMessageContaining("part 'w' is listed twice");
    assertThatThrownBy(() -> BlockTensors.alike("(?<block>.)(?<part>.)", List.of(), 0))
        .hasMessageContaining("at least one part");
    assertThatThrownBy(() -> new NamedTensors(List.of("a", "b", "a")))
        .hasMessageContaining("'a' is named twice");
    assertThatThrownBy(
            () ->
                new FieldLayout(
                    List.of(new NamedTensors(List.of("a.bias"))),
                    List.of(".*bias"),
                    Unmatched.REFUSE))
        .hasMessageContaining("'a.bias' is both named and excluded by '.*bias'");
    assertThatThrownBy(() -> new FieldLayout(List.of(), List.of(), Unmatched.REFUSE))
        .hasMessageContaining("at least one rule");
    assertThatThrownBy(
            () ->
                new FieldLayout(
                    List.of(new NamedTensors(List.of("a"))), List.of("("), Unmatched.REFUSE))
        .hasMessageContaining("'(' is not a regular expression");
  }

  @Test
  void theCanonicalTextTellsLayoutsOfDifferentOrderApart() {
    FieldLayout ab =
        new FieldLayout(List.of(new NamedTensors(List.of("a", "b"))), List.of(), Unmatched.REFUSE);
    FieldLayout ba =
        new FieldLayout(List.of(new NamedTensors(List.of("b", "a"))), List.of(), Unmatched.REFUSE);
    FieldLayout joined =
        new FieldLayout(List.of(new NamedTensors(List.of("a,1:b"))), List.of(), Unmatched.REFUSE);
    assertThat(List.of(ab.canonical(), ba.canonical(), joined.canonical())).doesNotHaveDuplicates();
    assertThat(neox(Unmatched.REFUSE).canonical()).isEqualTo(NEOX.canonical());
  }

  @Test
  void aLayoutTravelsToExecutors() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(NEOX);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(((FieldLayout) in.readObject()).order(neoxTensors(3)))
          .isEqualTo(NEOX.order(neoxTensors(3)));
    }
  }

  @Test
  void aTensorThatCannotBeReadCostsTheFileOnlyIfARuleTakesIt() throws LayoutException {
    Candidate narrow =
        new Candidate("extra", ElementKind.UNREADABLE, 0, "elements that are not read: dtype 'F4'");
    List<Candidate> beside = new ArrayList<>(pico("layers.", 1));
    beside.add(narrow);
    assertThat(PICO.order(beside)).hasSize(3);

    FieldLayout named =
        new FieldLayout(List.of(new NamedTensors(List.of("extra"))), List.of(), Unmatched.IGNORE);
    assertThatThrownBy(() -> named.order(beside))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("extra (there, but with elements that are not read: dtype 'F4')");
  }

  @Test
  void aPartOfABlockWithOtherElementsIsToldAsWhatItIs() {
    List<Candidate> tensors = new ArrayList<>(pico("layers.", 2));
    String name = "layers.1.attention.o_proj";
    tensors.removeIf(tensor -> tensor.name().equals(name));
    tensors.add(new Candidate(name, ElementKind.INTEGER, 4, "integer elements (bool)"));
    assertThatThrownBy(() -> PICO.order(tensors))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining(
            "takes tensor '" + name + "', which is there with integer elements (bool)")
        .hasMessageContaining("float16, bfloat16, float32 or float64");
  }

  private static FieldLayout layout(LayoutRule... rules) {
    return new FieldLayout(List.of(rules), List.of(), FieldLayout.Unmatched.REFUSE);
  }

  private static List<Candidate> floats(String... names) {
    return java.util.Arrays.stream(names)
        .map(name -> new Candidate(name, Candidate.ElementKind.FLOATING, 1))
        .toList();
  }

  @Test
  void anOptionalTensorIsTakenWhereItIsThere() throws LayoutException {
    FieldLayout tied = layout(new NamedTensors(List.of("e")), new NamedTensors(List.of("h"), true));
    assertThat(tied.order(floats("h", "e"))).containsExactly("e", "h");
    assertThat(tied.order(floats("e"))).containsExactly("e");
    assertThatThrownBy(() -> tied.order(floats("h")))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("missing tensor(s) e");
    assertThatThrownBy(
            () ->
                tied.order(
                    List.of(
                        new Candidate("e", Candidate.ElementKind.FLOATING, 1),
                        new Candidate("h", Candidate.ElementKind.UNREADABLE, 1, "F8"))))
        .isInstanceOf(LayoutException.class)
        .hasMessage("optional names rule [h]: tensor 'h' (there, but with F8)");
  }

  @Test
  void blocksMayBeOfSeveralKindsEachOfWhichIsWhole() throws LayoutException {
    FieldLayout hybrid =
        layout(
            new BlockTensors(
                "(?<block>\\d+)\\.(?<part>.+)",
                List.of(List.of("norm", "attn"), List.of("norm", "mamba.a", "mamba.b")),
                0,
                List.of()));
    assertThat(
            hybrid.order(
                floats("1.mamba.b", "1.norm", "1.mamba.a", "0.attn", "0.norm", "2.norm", "2.attn")))
        .containsExactly(
            "0.norm", "0.attn", "1.norm", "1.mamba.a", "1.mamba.b", "2.norm", "2.attn");
    assertThatThrownBy(() -> hybrid.order(floats("0.norm", "0.attn", "1.norm", "1.mamba.b")))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("missing 'mamba.a' of block 1");
    assertThat(hybrid.canonical())
        .isNotEqualTo(
            layout(BlockTensors.alike("(?<block>\\d+)\\.(?<part>.+)", List.of("norm", "attn"), 0))
                .canonical());
  }

  /** Blocks of attention, mamba and mamba, over and over. */
  private static FieldLayout stated(Integer... blockKinds) {
    return layout(
        new BlockTensors(
            "(?<block>\\d+)\\.(?<part>.+)",
            List.of(List.of("norm", "attn"), List.of("norm", "mamba")),
            0,
            List.of(blockKinds)));
  }

  @Test
  void aKindThatIsStatedForEachBlockIsWhatTheBlockHasToBe() throws LayoutException {
    String[] sound = {"0.norm", "0.attn", "1.norm", "1.mamba", "2.norm", "2.mamba"};
    assertThat(stated(1, 2, 2).order(floats(sound))).containsExactly(sound);
    assertThatThrownBy(() -> stated(1, 2, 1).order(floats(sound)))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("blocks 0 to 2 lack 'attn' of block 2, and have too much: 'mamba' of")
        .hasMessageContaining("'mamba' of block 2");
  }

  @Test
  void aBlockWithThePartsOfTwoKindsHasTooMuch() {
    assertThatThrownBy(
            () -> stated(1, 2).order(floats("0.norm", "0.attn", "0.mamba", "1.norm", "1.mamba")))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("lack none, and have too much: 'mamba' of block 0;");
  }

  @Test
  void aBlockMissingAtTheEndOfARoundIsNamed() {
    assertThatThrownBy(() -> stated(1, 2, 2).order(floats("0.norm", "0.attn", "1.norm", "1.mamba")))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("blocks 0 to 2 lack block 2, and have too much: none;");
  }

  @Test
  void aForgedBlockNumberIsRefusedAtOnce() {
    assertThatThrownBy(() -> stated(1, 2).order(floats("0.norm", "999999999.mamba")))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("block 3, block 4 and 1 more");
  }

  @Test
  void statedKindsHaveToBeThoseThatThereAre() {
    assertThatThrownBy(() -> stated(1, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a block is of kind 3, and there are kinds 1 to 2");
    assertThatThrownBy(() -> stated(1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no block is of kind 2");
  }

  @Test
  void whatIsNotStatedLeavesADescriptionAsItWas() {
    assertThat(stated().canonical()).contains("first=0;").isNotEqualTo(stated(1, 2).canonical());
  }
}
