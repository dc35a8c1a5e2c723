package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import org.gradienttransport.udfs.tensor.PickleValues.Bytes;
import org.gradienttransport.udfs.tensor.PickleValues.Foreign;
import org.gradienttransport.udfs.tensor.PickleValues.Inert;
import org.gradienttransport.udfs.tensor.PickleValues.Storage;

/** What becomes of the storages that a pickle names. */
interface PickledStorages {
  /** The function that a bare pickle of tensors calls for each storage. */
  String LOAD_FROM_BYTES = "torch.storage._load_from_bytes";

  /** Storages that are looked up later, by the keys of an archive. */
  PickledStorages OF_ARCHIVE = storage -> storage;

  /** A storage that a persistent id describes. */
  Storage described(Storage storage) throws TensorFormatException;

  /** A storage of a class that is not read. */
  default Inert foreign(Foreign kind, String key, long count) throws TensorFormatException {
    return Inert.object(kind.name());
  }

  /** A storage inside the pickle itself, as a stream of its own; a placeholder where not read. */
  default Object embedded(Bytes stream) throws IOException {
    return Inert.object(LOAD_FROM_BYTES);
  }
}
