package io.berth.mover.image;

/** What keeps an image as it is while it is read, and so which moment a recovery point shows. */
public enum Hold {
    /** The VM is stopped or paused until the scan has ended; the point shows that moment. */
    PAUSED,

    /**
     * The file system makes a copy that shares its blocks (Btrfs, XFS, ZFS), and the copy is read;
     * the point shows what a loss of power at that moment would have left.
     */
    REFLINK,

    /**
     * Nothing holds it. A pass counts only when nothing was written to the file from its beginning
     * to its end, so that the point is as good as with {@link #PAUSED}; a VM that writes all the
     * time gets none, and is told so.
     */
    RUNNING
}
