package io.berth.contracts.inventory;

/** What lies in the library. */
public enum LibraryFileKind {
    /** An image of a CD or DVD. */
    ISO,
    /** A virtual disk. */
    VHD
}
