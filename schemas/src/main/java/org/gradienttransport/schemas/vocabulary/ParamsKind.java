package org.gradienttransport.schemas.vocabulary;

/** Which parameters N counts; two kinds never enter one fit. */
public enum ParamsKind implements Word {
  /** Without embeddings: 12 n_layer d_model^2 for the usual shape (Kaplan et al. 2020). */
  NON_EMBEDDING,
  /** Those and the d_model * vocabulary of the head (Porian et al. 2024). */
  WITH_HEAD,
  /** All of them, the vocabulary matrix once (Hoffmann et al. 2022). */
  TOTAL,
  /** Entries of the field that is analysed, the N of the measuring method. */
  ANALYSED
}
