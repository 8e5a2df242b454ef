package io.berth.mover.file;

import java.io.IOException;

/** A file of the mover's own does not hold what was written into it. */
public final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    /** When the damage is not in a block. */
    public static final long NO_BLOCK = -1;

    private final String file;
    private final long block;

    /** Damage to what describes the blocks. */
    public DamagedException(String file, String what) {
        this(file, NO_BLOCK, what);
    }

    /**
     * @param block of the image, from 0; {@link #NO_BLOCK} for none
     */
    public DamagedException(String file, long block, String what) {
        super(
                block == NO_BLOCK
                        ? "file '%s' is damaged: %s".formatted(file, what)
                        : "file '%s' is damaged in block %d: %s".formatted(file, block, what));
        this.file = file;
        this.block = block;
    }

    /** Its name in the folder. */
    public String file() {
        return file;
    }

    /** Which block of the image, or {@link #NO_BLOCK}. */
    public long block() {
        return block;
    }
}
