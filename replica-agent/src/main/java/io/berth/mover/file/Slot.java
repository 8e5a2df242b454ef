package io.berth.mover.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that is open for reading and writing; for several threads, with their own offsets. */
public interface Slot extends AutoCloseable {
    /** In bytes. */
    long size() throws IOException;

    /**
     * Reads until the buffer is full or the file ends.
     *
     * @return how many bytes; fewer than there is room for only at the end
     */
    int read(ByteBuffer to, long at) throws IOException;

    /** Writes all that the buffer has, over what was there or behind it. */
    void write(ByteBuffer from, long at) throws IOException;

    /** Cuts it off, or fills it up with zeros that take no room where the file system can. */
    void resize(long bytes) throws IOException;

    /** Everything written before is there after a loss of power. */
    void sync() throws IOException;

    @Override
    void close() throws IOException;
}
