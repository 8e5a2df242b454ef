package io.berth.mover;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of one cycle, at the host that runs the VM. They come in ascending order and are the
 * same whenever they are asked for within the cycle, whatever the guest writes meanwhile: a broken
 * transfer goes on in the middle.
 */
public interface BlockSource extends AutoCloseable {
    /** The image that the target holds when all of them are written. */
    ImageShape shape();

    /** The root of the copy that these blocks are to be written over; absent for a first copy. */
    @Nullable Root base();

    /** The root of the image with these blocks; complete only when the last one was taken. */
    Root root() throws IOException;

    /** The next block that is not before this one; null when there is none. */
    @Nullable Block next(long from) throws IOException;

    @Override
    void close() throws IOException;
}
