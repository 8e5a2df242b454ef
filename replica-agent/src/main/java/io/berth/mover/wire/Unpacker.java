package io.berth.mover.wire;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.berth.mover.Block;
import io.berth.mover.ImageShape;
import java.nio.ByteBuffer;

/**
 * Takes batches apart, into blocks of an image that come in ascending order. Whatever a batch says
 * is checked against the image before the first of its blocks is handed on; unpacking writes into
 * one array of {@link Batch#RAW} bytes and no further. Soft state of one connection.
 */
final class Unpacker implements AutoCloseable {
    private final ImageShape shape;
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private final byte[] raw = new byte[Batch.RAW];
    private final ByteBuffer zeros;
    private long next;

    Unpacker(ImageShape shape, long next) {
        this.shape = shape;
        this.next = next;
        this.zeros = ByteBuffer.allocate(shape.blockBytes()).asReadOnlyBuffer();
    }

    /** Takes one block. */
    interface Taker<E extends Exception> {
        void take(Block block) throws E;
    }

    /** The block behind the last one. */
    long next() {
        return next;
    }

    <E extends Exception> void unpack(Batch batch, Taker<E> taker)
            throws WireException.Violation, E {
        check(batch);
        content(batch);
        int at = 0;
        for (Batch.Run run : batch.runs()) {
            for (long index = run.first(); index < run.first() + run.count(); index++) {
                int bytes = shape.bytesOf(index);
                ByteBuffer data =
                        run.zero() ? zeros.slice(0, bytes) : ByteBuffer.wrap(raw, at, bytes);
                taker.take(new Block(index, data));
                at += run.zero() ? 0 : bytes;
                next = index + 1;
            }
        }
    }

    private void check(Batch batch) throws WireException.Violation {
        long from = next;
        long bytes = 0;
        long empty = 0;
        for (Batch.Run run : batch.runs()) {
            if (run.count() < 1
                    || run.first() < from
                    || run.first() + run.count() > shape.blocks()) {
                throw new WireException.Violation(
                        "%d blocks from %d; those from %d to %d are wanted"
                                .formatted(run.count(), run.first(), from, shape.blocks() - 1));
            }
            from = run.first() + run.count();
            if (run.zero()) {
                empty += run.count();
            } else {
                bytes += (run.count() - 1L) * shape.blockBytes() + shape.bytesOf(from - 1);
            }
        }
        if (bytes != batch.raw() || empty > Batch.ZEROS) {
            throw new WireException.Violation(
                    "a batch of %d bytes and %d zero blocks, announced with %d; at most %d blocks"
                            .formatted(bytes, empty, batch.raw(), Batch.ZEROS));
        }
    }

    private void content(Batch batch) throws WireException.Violation {
        int length =
                switch (batch.packing()) {
                    case PLAIN -> plain(batch.payload());
                    case ZSTD -> unzip(batch.payload(), batch.raw());
                };
        if (length != batch.raw()) {
            throw new WireException.Violation(
                    "a batch unpacks to %d bytes, %d were announced"
                            .formatted(length, batch.raw()));
        }
    }

    private int plain(byte[] payload) {
        System.arraycopy(payload, 0, raw, 0, Math.min(payload.length, raw.length));
        return payload.length;
    }

    private int unzip(byte[] payload, int most) throws WireException.Violation {
        try {
            return zstd.decompressByteArray(raw, 0, most, payload, 0, payload.length);
        } catch (ZstdException e) {
            throw new WireException.Violation(
                    "a batch of %d bytes cannot be unpacked".formatted(payload.length));
        }
    }

    @Override
    public void close() {
        zstd.close();
    }
}
