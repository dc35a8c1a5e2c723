package org.gradienttransport.udfs.sql;

/** The probe of one field. */
final class ProbeFunctions {
  static final SqlFunction TRANSPORT_PROBE =
      new SqlFunction(
          "transport_probe",
          new FunctionText(
                  "(field)",
                  """
                  Relaxes a field on the Barabasi-Albert graph of its size (TDU-OFC probe with the
                  paper's parameters) and returns a struct: s, cascade size; n_steps, relaxation
                  steps; tau, threshold; v_abs = s / n_steps; v_rel = s / (N n_steps);
                  active_counts, active nodes in each relaxation step; status.""",
                  "field - array of numbers, the field's entries in the order of its nodes",
                  """
                  SELECT p.s, p.n_steps, p.tau, p.status
                  FROM (SELECT transport_probe(array(8, -1, 0.5, -3, 1)) AS p)""",
                  "1\t1\t6.0\tok",
                  """
                  A null field gives null. status is ok, or no_activity or ceiling for a degenerate
                  field, which keeps its numbers; wrong_size for a field of fewer than 3 entries and
                  not_finite for one with a null, NaN or infinite entry: these have no numbers. v_abs
                  and v_rel are null when nothing fired. One graph per size is kept in each JVM.""")
              .describe("transport_probe", TransportProbe.class, "math_funcs"),
          Arguments.exactly(
              "transport_probe", arguments -> new TransportProbe(arguments.get(0)), 1));

  private ProbeFunctions() {}
}
