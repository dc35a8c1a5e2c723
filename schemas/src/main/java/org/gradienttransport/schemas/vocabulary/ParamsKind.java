package org.gradienttransport.schemas.vocabulary;

/** Which parameters a model's size N counts. Sizes of two kinds never meet in one fit. */
public enum ParamsKind implements Word {
  /** Blocks alone, 2 d_model n_layer (2 d_attn + d_ff) (Kaplan et al. 2020, Eq. 2.1). */
  NON_EMBEDDING,
  /** Blocks and the output matrix, d_model x vocabulary (Porian et al. 2024). */
  WITH_HEAD,
  /** Everything, the vocabulary's matrix counted once (Hoffmann et al. 2022). */
  TOTAL,
  /** The elements of the field that the transport is measured on (METHOD section 5). */
  ANALYSED
}
