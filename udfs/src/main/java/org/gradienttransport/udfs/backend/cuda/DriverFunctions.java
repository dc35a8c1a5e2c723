package org.gradienttransport.udfs.backend.cuda;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/**
 * The functions of the CUDA driver library in use, under their own names. Device addresses are
 * plain numbers; every function returns a CUresult, 0 for success.
 */
interface DriverFunctions extends Library {
  int cuInit(int flags);

  int cuDriverGetVersion(IntByReference version);

  int cuDeviceGetCount(IntByReference count);

  int cuDeviceGet(IntByReference device, int ordinal);

  int cuDeviceGetName(byte[] name, int length, int device);

  int cuDeviceGetAttribute(IntByReference value, int attribute, int device);

  int cuDevicePrimaryCtxRetain(PointerByReference context, int device);

  int cuDevicePrimaryCtxRelease_v2(int device);

  int cuCtxSetCurrent(Pointer context);

  int cuModuleLoadData(PointerByReference module, Pointer image);

  int cuModuleUnload(Pointer module);

  int cuModuleGetFunction(PointerByReference function, Pointer module, String name);

  int cuOccupancyMaxActiveBlocksPerMultiprocessor(
      IntByReference blocks, Pointer function, int threads, long sharedBytes);

  int cuMemGetInfo_v2(LongByReference available, LongByReference total);

  int cuMemAlloc_v2(LongByReference address, long bytes);

  int cuMemFree_v2(long address);

  int cuMemAllocHost_v2(PointerByReference address, long bytes);

  int cuMemFreeHost(Pointer address);

  int cuMemcpyHtoDAsync_v2(long to, Pointer from, long bytes, Pointer stream);

  int cuMemcpyDtoHAsync_v2(Pointer to, long from, long bytes, Pointer stream);

  int cuMemcpyDtoDAsync_v2(long to, long from, long bytes, Pointer stream);

  int cuMemsetD8Async(long to, byte value, long bytes, Pointer stream);

  int cuStreamCreate(PointerByReference stream, int flags);

  int cuStreamDestroy_v2(Pointer stream);

  int cuStreamSynchronize(Pointer stream);

  int cuEventCreate(PointerByReference event, int flags);

  int cuEventDestroy_v2(Pointer event);

  int cuEventRecord(Pointer event, Pointer stream);

  int cuEventSynchronize(Pointer event);

  int cuLaunchKernel(
      Pointer function,
      int gridX,
      int gridY,
      int gridZ,
      int blockX,
      int blockY,
      int blockZ,
      int sharedBytes,
      Pointer stream,
      Pointer parameters,
      Pointer extra);

  int cuGetErrorName(int error, PointerByReference name);
}
