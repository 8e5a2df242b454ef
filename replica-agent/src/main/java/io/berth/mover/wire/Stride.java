package io.berth.mover.wire;

/**
 * How far a source goes between two checkpoints, and how many of them may be open. What lies
 * between the last acknowledged checkpoint and a break is sent again.
 *
 * @param sentBytes a checkpoint follows when so many compressed bytes were sent
 * @param imageBytes or when they stand for so many bytes of the image, zeros included
 * @param open so many checkpoints may wait for their acknowledgement
 */
public record Stride(int sentBytes, long imageBytes, int open) {
    /** A second at 64 Mbit/s; the target makes its files safe once for it. */
    public static final Stride USUAL = new Stride(8 << 20, 1L << 30, 4);

    /** The most that may be on its way; a target that failed reads on so far before it hangs up. */
    public static final long MOST = 64L << 20;

    /**
     * @throws IllegalArgumentException when more than {@link #MOST} could be on its way
     */
    public Stride {
        if (sentBytes < 1 || imageBytes < 1 || open < 1 || (long) sentBytes * open > MOST / 2) {
            throw new IllegalArgumentException(
                    "%d checkpoints of %d bytes: at least 1 of 1, at most %d bytes together"
                            .formatted(open, sentBytes, MOST / 2));
        }
    }
}
