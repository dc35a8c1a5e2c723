package org.gradienttransport.udfs.sql;

/** What {@code DESCRIBE FUNCTION EXTENDED} shows of the functions of scaling laws. */
final class LawTexts {
  static final String SCALING_LAW =
      """
      (form, params, tokens, coefficients...) - Loss in nats per token that a scaling law says:
      chinchilla, E + A / params^alpha + B / tokens^beta, with (A, B, E, alpha, beta); chinchilla_tied
      (A, B, E, alpha); chinchilla_no_floor (A, B, alpha, beta); kaplan_nd (N_c, D_c, alpha_n, alpha_d);
      kaplan_ns (N_c, S_c, alpha_n, alpha_s); power, (x_c / params)^alpha, with (x_c, alpha);
      power_floor, c / params^gamma + l_inf, with (c, gamma, l_inf).

      form - name of the law, as in scaling_fit
      params - N, or the one variable of power and power_floor
      tokens - D, or steps for kaplan_ns; power and power_floor do not read it
      coefficients - of the law, in the order above

      SELECT round(scaling_law('chinchilla', 1e9, 2e10, 406.4, 410.7, 1.69, 0.34, 0.28), 9)

      2.580047872

      Null where an argument is null, NaN or infinite, where a size or a coefficient that is no exponent
      is not positive, and where the loss is too large for a double. An unknown form or a wrong number of
      coefficients is an error.""";

  static final String COMPUTE_OPTIMAL =
      """
      (flops, factor_n, factor_d, floor, alpha, beta) - The best use of a budget C = 6 N D under the law
      E + A / N^alpha + B / D^beta, in closed form (Hoffmann et al. 2022, Eq. 4), as a struct: n_opt,
      parameters; d_opt, tokens; tokens_per_param; loss, nats per token; status.

      flops - C, floating-point operations
      factor_n - A
      factor_d - B
      floor - E, 0 for a law without one
      alpha - exponent of N
      beta - exponent of D

      SELECT round(o.n_opt / 1e9, 3), round(o.tokens_per_param, 2), o.status
      FROM (SELECT compute_optimal(5.76e23, 406.4, 410.7, 1.69, 0.34, 0.28) AS o)

      32.19|92.65|ok

      Null where an argument is null. Numbers are null unless status is ok, which otherwise says why:
      not_finite for a NaN or infinite argument or result, not_positive where an argument but the floor is
      not positive, or the floor is negative. Nothing here says whether the budget is near the data that
      the law was fitted to.""";

  static final String POWER_LAW_FLOOR_FIT =
      """
      (x, loss) - Fits loss = c x^-gamma + l_inf by least squares of the logarithm of the loss, as
      time_scaling does (from 60 rows on to the means of 30 bins equal in ln x), and returns a struct: c,
      gamma, its 95 % profile interval gamma_lo and gamma_hi, l_inf, sse, sse_third and third_inside
      (gamma = 1/3), zero_floor_slope, bins, rows, rows_seen, status, message.

      x - time of one run: step, tokens or summed learning rates, after its warm-up
      loss - nats per token at x

      SELECT round(f.gamma, 6), round(f.l_inf, 6), f.third_inside, f.status
      FROM (SELECT power_law_floor_fit(x, 3 / sqrt(x) + 2) AS f
      FROM VALUES (10), (30), (100), (300), (1000), (3000), (10000) AS t(x))

      0.5|2.0|false|ok

      Rows with a null argument are passed over. Numbers are null where there are none, and status and
      message say why: too_few below four different x, edge where the search ends at a bound, refused
      where the loss does not vary, not_finite or not_positive when a value has no logarithm. no_floor
      has a law without l_inf. An empty group gives 0 rows and too_few. At most 50,000 rows of a group
      enter, those with the least draws of a random number that is a function of the row (under 10 MB a
      group); rows_seen counts all. The result does not depend on the order of rows, to the last bit.""";

  static final String CHINCHILLA_FIT =
      """
      (params, tokens, loss) - Fits loss = E + A / params^alpha + B / tokens^beta as Hoffmann et al. 2022
      do (approach 3: Huber's loss of ln L, width 1e-3, best of 243 starts) and returns a struct: factor_n
      (A), factor_d (B), floor (E), alpha, beta; a and b, the exponents of the optimal params and tokens in
      compute; loss_exponent; objective, starts, hit_share, probe, condition and rms_rel as in scaling_fit;
      rows, rows_seen, status, message.

      params - N, of one kind in all rows
      tokens - D
      loss - nats per token

      SELECT round(f.alpha, 4), round(f.beta, 4), round(f.floor, 4), f.status
      FROM (SELECT chinchilla_fit(n, d, scaling_law('chinchilla', n, d, 406.4, 410.7, 1.69, 0.34, 0.28)) AS f
      FROM VALUES (1e8), (1e9), (1e10) AS t(n) CROSS JOIN VALUES (3e9), (3e10), (3e11) AS u(d))

      0.34|0.28|1.69|ok

      Rows with a null argument are passed over. status and message say what to believe: collinear where
      the data cannot tell the exponents apart or show nothing of a term, no_floor where they show no floor,
      which is null then. not_converged, where the result is no minimum, has objective, starts, hit_share,
      probe, condition and rms_rel, and no law. too_few (rows up to the five parameters, or fewer than three
      different params or tokens), refused, not_finite and not_positive have none. An empty group gives 0 rows
      and too_few. At most 50,000 rows of a group enter, those with the least draws of a random number that
      is a function of the row (under 10 MB a group); rows_seen counts all. The result does not depend on the
      order of rows, to the last bit. It equals scaling_fit to 1e-9 in the objective and scaling_coefficient
      to 1e-6 in the exponents, relatively: their rows are summed in another order.""";

  static final String ISOFLOP_OPTIMUM =
      """
      (params, loss) - Fits a parabola in ln params to the least losses of one compute budget, within a
      factor of four of the best size, as scaling_isoflop does (Hoffmann et al. 2022, approach 2), and
      returns a struct: n_opt, loss_opt, curvature (second derivative by ln params), rms, models, points,
      rows, rows_seen, status, message.

      params - N
      loss - nats per token of a model of that size, trained with the budget

      SELECT round(o.n_opt, 1), round(o.loss_opt, 6), o.points, o.status
      FROM (SELECT isoflop_optimum(n, l) AS o
      FROM VALUES (1e6, 4.0), (2e6, 3.6), (4e6, 3.5), (8e6, 3.55), (16e6, 3.8) AS t(n, l))

      4650034.4|3.477969|5|ok

      Rows with a null argument are passed over. Numbers are null unless status is ok, which otherwise says
      why: edge where the least loss is at the smallest or the largest model, too_few models near it,
      not_convex, outside where the vertex lies beyond them, not_finite or not_positive when a value has no
      logarithm; message is a sentence. An empty group gives 0 models and too_few. At most 50,000 rows of a
      group enter, those with the least draws of a random number that is a function of the row (under 10 MB
      a group); rows_seen counts all. The result does not depend on the order of rows, to the last bit.""";

  private LawTexts() {}
}
