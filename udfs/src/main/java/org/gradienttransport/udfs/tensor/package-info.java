/**
 * Tensor files as untrusted input: PyTorch zip checkpoints through an allow-listed unpickler,
 * safetensors, and checkpoints sharded by an index. Nothing in a file is ever executed, and no
 * claim in a file makes the reader allocate or loop beyond {@link
 * org.gradienttransport.udfs.tensor.Limits}.
 *
 * <p>Start at {@link org.gradienttransport.udfs.tensor.TensorFiles}.
 */
package org.gradienttransport.udfs.tensor;
