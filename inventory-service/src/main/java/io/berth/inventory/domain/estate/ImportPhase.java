package io.berth.inventory.domain.estate;

/** How far an import has come. */
public enum ImportPhase {
    /** The file is read and every element of it checked by itself; nothing is held or changed. */
    READING(false),
    /** The file is compared with what exists and, unless it is a dry run, applied. */
    APPLYING(false),
    /** Everything in the file is so now. */
    APPLIED(true),
    /** Everything in the file was so before; nothing was changed. */
    UNCHANGED(true),
    /** It was a dry run, and the file could be applied; nothing was changed. */
    CHECKED(true),
    /** The file breaks a rule; nothing was changed. */
    REFUSED(true),
    /** Something went wrong that is not the file's fault; nothing was changed. */
    FAILED(true),
    /** The instance that worked on it is gone; nothing was changed. */
    ABANDONED(true);

    private final boolean end;

    ImportPhase(boolean end) {
        this.end = end;
    }

    /** Whether nothing comes after it. */
    public boolean isEnd() {
        return end;
    }
}
