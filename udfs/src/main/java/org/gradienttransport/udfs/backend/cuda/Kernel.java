package org.gradienttransport.udfs.backend.cuda;

/** The kernels of src/main/cuda, by their names there. */
enum Kernel {
  WIDEN_F16,
  WIDEN_BF16,
  WIDEN_F32,
  WIDEN_F64,
  DIFFERENCE_F16,
  DIFFERENCE_BF16,
  DIFFERENCE_F32,
  DIFFERENCE_F64,
  GAUSSIAN,
  PERMUTE,
  SURVEY,
  BLOCK_SUMS,
  SELECT_DIGIT,
  SELECT_GATHER,
  SELECT_COUNT,
  SELECT_ABOVE,
  GRAPH_TARGETS,
  SCAN_CHUNKS,
  SCAN_TOTALS,
  SCAN_ADD,
  GRAPH_FILL,
  GRAPH_ORDER,
  GRAPH_ORDER_LONG,
  THRESHOLD,
  EMIT,
  RELAX;

  /** Threads of every block. */
  static final int THREADS = 256;
}
