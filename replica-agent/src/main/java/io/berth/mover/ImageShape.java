package io.berth.mover;

/**
 * How large an image is, and in which blocks it is compared and sent.
 *
 * @param bytes of the image, 0 or more
 * @param blockBytes a power of two
 */
public record ImageShape(long bytes, int blockBytes) {
    /** Blocks are at least as large as a sector of a disk of today. */
    public static final int SMALLEST_BLOCK = 4 << 10;

    /** A larger block would send a megabyte for a byte. */
    public static final int LARGEST_BLOCK = 1 << 20;

    /** The largest disk of Hyper-V's format VHDX: 64 TiB. */
    public static final long LARGEST_IMAGE = 64L << 40;

    /**
     * @throws IllegalArgumentException when a part is out of range
     */
    public ImageShape {
        if (bytes < 0 || bytes > LARGEST_IMAGE) {
            throw new IllegalArgumentException(
                    "an image has 0 to %d bytes, given %d".formatted(LARGEST_IMAGE, bytes));
        }
        if (blockBytes < SMALLEST_BLOCK
                || blockBytes > LARGEST_BLOCK
                || Integer.bitCount(blockBytes) != 1) {
            throw new IllegalArgumentException(
                    "a block has a power of two of bytes from %d to %d, given %d"
                            .formatted(SMALLEST_BLOCK, LARGEST_BLOCK, blockBytes));
        }
    }

    /** How many blocks there are; the last one may be shorter. */
    public long blocks() {
        return (bytes + blockBytes - 1) / blockBytes;
    }

    /** The size of this block. */
    public int bytesOf(long index) {
        return (int) Math.min(blockBytes, bytes - index * blockBytes);
    }
}
