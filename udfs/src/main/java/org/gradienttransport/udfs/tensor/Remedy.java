package org.gradienttransport.udfs.tensor;

/** Sentences on what a person can do about a refused file. */
final class Remedy {
  static final String FETCH_AGAIN =
      "fetch the file again and compare its size and checksum with the publisher's";
  static final String CHECKSUM =
      FETCH_AGAIN + "; only if PyTorch was told to write no checksums, read it without them";
  static final String SAVE_TENSORS_ONLY =
      "load it where its origin is trusted and save the tensors alone,"
          + " with torch.save(state_dict, path) or as safetensors";
  static final String STORE_UNCOMPRESSED =
      "unpack the archive and pack it again without compression or encryption (zip -0 -r),"
          + " or save it again with torch.save";
  static final String BEYOND_LIMIT =
      "no checkpoint of a known family comes near this limit; if the file is genuine,"
          + " save fewer objects per file";
  static final String WRITE_AGAIN = "write the file again with the safetensors library";
  static final String INDEX_AGAIN =
      "fetch the index and all of its shards again, from one revision of the repository";

  private Remedy() {}
}
