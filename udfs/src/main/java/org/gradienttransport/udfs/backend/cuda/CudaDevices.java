package org.gradienttransport.udfs.backend.cuda;

import org.gradienttransport.udfs.backend.BackendUnavailableException;

/** What the CUDA driver of this host shows, without loading anything on a device. */
public final class CudaDevices {
  private CudaDevices() {}

  /** Ten times the compute capability of a device; 0 when there is no driver or no such device. */
  public static int capability(CudaOptions options) {
    try {
      return CudaDevice.capability(CudaDriver.load(options.library()), options.device());
    } catch (BackendUnavailableException e) {
      return 0;
    }
  }
}
