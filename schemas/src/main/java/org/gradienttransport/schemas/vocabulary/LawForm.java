package org.gradienttransport.schemas.vocabulary;

/** How a loss may depend on model size, data and time (natural logarithms, loss in nats). */
public enum LawForm implements Word {
  /** E + A / N^alpha + B / D^beta (Hoffmann et al. 2022, Eq. 2). */
  CHINCHILLA,
  /** The same with alpha = beta (Gadre et al. 2024). */
  CHINCHILLA_TIED,
  /** The same with E = 0. */
  CHINCHILLA_NO_FLOOR,
  /** ((N_c / N)^(alpha_N / alpha_D) + D_c / D)^alpha_D (Kaplan et al. 2020, Eq. 1.5). */
  KAPLAN_ND,
  /** (N_c / N)^alpha_N + (S_c / S)^alpha_S (Kaplan et al. 2020, Eq. 1.6). */
  KAPLAN_NS,
  /** (X_c / X)^alpha in one variable (Kaplan et al. 2020, Eqs. 1.1-1.3). */
  POWER,
  /** c X^-gamma + L_inf in one variable ("Universal One-third Time Scaling", 2026). */
  POWER_FLOOR,
  /** Chinchilla's with repeated data worth less (Muennighoff et al. 2023). */
  DATA_CONSTRAINED
}
