package org.gradienttransport.udfs.backend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradienttransport.udfs.tensor.DType;

/** Elements of one snapshot as stored, in canonical order; grows by appending. */
public final class StoredEntries {
  /** Bytes of one piece: small tensors share a piece, large ones have many. */
  private static final int PIECE_BYTES = 1 << 18;

  private final List<Piece> pieces = new ArrayList<>();
  private long entries;

  /** Consecutive entries that are stored as one element type. */
  public record Stretch(DType dtype, long first, long count) {}

  /** Takes elements of one type: bytes in {@code raw} from {@code offset} on. */
  public interface Elements {
    void take(DType dtype, byte[] raw, int offset, int count);
  }

  private static final class Piece {
    private final DType dtype;
    private final long first;
    private byte[] bytes;
    private int count;

    Piece(DType dtype, long first, int room) {
      this.dtype = dtype;
      this.first = first;
      this.bytes = new byte[room];
    }

    int room() {
      return (PIECE_BYTES - count * dtype.bytes()) / dtype.bytes();
    }

    /** Small at first, as a field of a thousand small tensors must not take a gigabyte. */
    void append(byte[] raw, int offset, int elements) {
      int used = count * dtype.bytes();
      int more = elements * dtype.bytes();
      if (used + more > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.min(PIECE_BYTES, Math.max(used + more, 2 * used)));
      }
      System.arraycopy(raw, offset, bytes, used, more);
      count += elements;
    }

    long end() {
      return first + count;
    }
  }

  /** Elements held. */
  public long entries() {
    return entries;
  }

  void append(DType dtype, byte[] raw, int offset, int count) {
    for (int done = 0; done < count; ) {
      Piece last = lastOf(dtype, (count - done) * dtype.bytes());
      int taken = Math.min(last.room(), count - done);
      last.append(raw, offset + done * dtype.bytes(), taken);
      entries += taken;
      done += taken;
    }
  }

  private Piece lastOf(DType dtype, int wanted) {
    Piece last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
    if (last == null || last.dtype != dtype || last.room() == 0) {
      last = new Piece(dtype, entries, Math.min(PIECE_BYTES, wanted));
      pieces.add(last);
    }
    return last;
  }

  void clear() {
    pieces.clear();
    entries = 0;
  }

  /** Whether all these entries are held, as elements of this type. */
  boolean allOf(DType dtype, long first, long count) {
    if (first + count > entries) {
      return false;
    }
    for (int i = pieceOf(first); i < pieces.size() && pieces.get(i).first < first + count; i++) {
      if (pieces.get(i).dtype != dtype) {
        return false;
      }
    }
    return true;
  }

  /** Gives entries to {@code elements}, piece by piece in ascending order. */
  public void forEach(long first, long count, Elements elements) {
    long end = first + count;
    for (int i = count == 0 ? pieces.size() : pieceOf(first); i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (piece.first >= end) {
        return;
      }
      int from = (int) (Math.max(first, piece.first) - piece.first);
      int to = (int) (Math.min(end, piece.end()) - piece.first);
      elements.take(piece.dtype, piece.bytes, from * piece.dtype.bytes(), to - from);
    }
  }

  /** The piece that holds an entry, by bisection. */
  private int pieceOf(long entry) {
    int low = 0;
    int high = pieces.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (pieces.get(middle).first <= entry) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Stretches of one element type. */
  List<Stretch> runs() {
    List<Stretch> runs = new ArrayList<>();
    for (Piece piece : pieces) {
      Stretch last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
      if (last != null && last.dtype() == piece.dtype) {
        runs.set(
            runs.size() - 1, new Stretch(piece.dtype, last.first(), last.count() + piece.count));
      } else {
        runs.add(new Stretch(piece.dtype, piece.first, piece.count));
      }
    }
    return runs;
  }
}
