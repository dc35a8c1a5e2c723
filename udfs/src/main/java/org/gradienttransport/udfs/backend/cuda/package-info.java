/**
 * The backend {@code cuda}: our own kernels (src/main/cuda) on an NVIDIA GPU through the CUDA
 * driver API. Needs the NVIDIA driver on the host and nothing else; loads on any machine.
 */
package org.gradienttransport.udfs.backend.cuda;
