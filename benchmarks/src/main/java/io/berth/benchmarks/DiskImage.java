package io.berth.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/**
 * A raw disk image full of noise, which does not compress: what is sent is as long as what changed.
 */
final class DiskImage {
    /** Large enough that calls cost nothing beside copying, small enough for a level 2 cache. */
    private static final int READ = 512 << 10;

    private static final int WRITE = 1 << 20;

    private final Path file;
    private final int blockBytes;
    private final Random random;

    /**
     * @param seed of what is written, and where
     */
    DiskImage(Path file, int blockBytes, long seed) {
        this.file = file;
        this.blockBytes = blockBytes;
        this.random = new Random(seed);
    }

    Path file() {
        return file;
    }

    /** Writes all of it, and makes it safe. */
    void create(long bytes) throws IOException {
        byte[] noise = new byte[WRITE];
        random.nextBytes(noise);
        try (FileChannel to =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long at = 0; at < bytes; at += WRITE) {
                for (int block = 0; block < WRITE; block += blockBytes) {
                    ByteBuffer.wrap(noise).putLong(block, at + block).putLong(block + 8, ~at);
                }
                to.write(ByteBuffer.wrap(noise));
            }
            to.force(true);
        }
    }

    /**
     * Writes new noise into so many blocks, evenly apart with a random shift, and makes it safe.
     *
     * @return how many blocks
     */
    long change(double percent) throws IOException {
        try (FileChannel to = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long blocks = to.size() / blockBytes;
            long changed = Math.clamp(Math.round(blocks * percent / 100), 1, blocks);
            double apart = (double) blocks / changed;
            double shift = random.nextDouble(apart);
            byte[] noise = new byte[blockBytes];
            for (long i = 0; i < changed; i++) {
                random.nextBytes(noise);
                to.write(ByteBuffer.wrap(noise), (long) (i * apart + shift) * blockBytes);
            }
            to.force(true);
            return changed;
        }
    }

    /** Reads all of it with one thread, and does nothing with it. */
    void read() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(READ);
        try (FileChannel from = FileChannel.open(file)) {
            while (from.read(buffer.clear()) >= 0) {
                // only read
            }
        }
    }

    /** Drops it from the page cache ({@code posix_fadvise}, which the JDK does not offer). */
    void forget() throws IOException {
        Process dd =
                new ProcessBuilder("dd", "if=" + file, "iflag=nocache", "count=0")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (dd.onExit().join().exitValue() != 0) {
            throw new IOException("dd could not drop the image from the page cache");
        }
    }
}
