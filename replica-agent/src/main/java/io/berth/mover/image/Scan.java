package io.berth.mover.image;

import io.berth.mover.BlockSource;
import java.nio.file.Path;

/** What came of looking for changed blocks. */
public sealed interface Scan {
    /**
     * The blocks to send.
     *
     * @param source to be closed when the cycle has ended
     * @param blocks of the image
     * @param changed how many of them are sent
     * @param changedBytes of these
     * @param basis what the image was compared with; all but {@link Basis#MAP} send every block
     *     that is not zero
     */
    record Found(BlockSource source, long blocks, long changed, long changedBytes, Basis basis)
            implements Scan {}

    /**
     * The image was written, cut off or replaced in each pass, so that none shows one moment.
     *
     * @param passes how often it was read, in whole or in part
     */
    record Unsteady(Hold hold, int passes) implements Scan {}

    /** The file system of the image cannot share blocks: pause the VM for the scan. */
    record NoReflink(Path image) implements Scan {}

    /**
     * The changed blocks do not fit beside the image.
     *
     * @param allowed the most bytes to take; the disk may have had fewer
     */
    record SpoolFull(long allowed) implements Scan {}

    /** There is no such file. */
    record NoImage(Path image) implements Scan {}
}
