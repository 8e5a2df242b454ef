package io.berth.mover.wire;

import io.berth.mover.ImageShape;
import java.time.Duration;

/** Counts one transfer over its connections. Soft state of one thread. */
final class Tally {
    private long blocks;
    private long zeroBlocks;
    private long imageBytes;
    private long packedBytes;
    private long wireBytes;
    private long resumedFrom;
    private int connections;

    void connected() {
        connections++;
    }

    void begin(long resumeAt) {
        resumedFrom = resumeAt;
    }

    /** Counts a batch; the bytes of the image that it stands for. */
    long sent(Batch batch, ImageShape shape) {
        long bytes = 0;
        for (Batch.Run run : batch.runs()) {
            blocks += run.count();
            zeroBlocks += run.zero() ? run.count() : 0;
            bytes +=
                    (run.count() - 1L) * shape.blockBytes()
                            + shape.bytesOf(run.first() + run.count() - 1);
        }
        imageBytes += bytes;
        packedBytes += batch.payload().length;
        return bytes;
    }

    void hungUp(long bytes) {
        wireBytes += bytes;
    }

    Transfer transfer(long nanos) {
        return new Transfer(
                blocks,
                zeroBlocks,
                imageBytes,
                packedBytes,
                wireBytes,
                Duration.ofNanos(nanos),
                resumedFrom,
                connections);
    }
}
