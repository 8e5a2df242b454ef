package io.berth.keyvault.domain.audit;

/**
 * How far a trail reaches.
 *
 * @param first the oldest entry that is kept
 * @param beforeFirst the hash of the entry before it
 * @param sequence of the newest entry; {@code first - 1} for none
 * @param hash of the newest entry
 * @param seal over the four
 * @param published the newest sequence that was told outside of the database
 */
public record ChainHead(
        long first, String beforeFirst, long sequence, String hash, String seal, long published) {
    /** What stands for the entry before the very first. */
    public static final String BEFORE_FIRST = "0".repeat(64);

    /** A seal that no key makes: the head was found broken, and stays so until it is looked at. */
    public static final String BROKEN = "0".repeat(64);

    /** The head before anything was written. */
    public static final ChainHead NEW = new ChainHead(1, BEFORE_FIRST, 0, BEFORE_FIRST, BROKEN, 0);

    /** The same head at another newest entry, not sealed yet. */
    public ChainHead at(long newest, String newestHash) {
        return new ChainHead(first, beforeFirst, newest, newestHash, seal, published);
    }

    /** The same head without the entries up to this one, not sealed yet. */
    public ChainHead without(AuditEntry last) {
        return new ChainHead(last.sequence() + 1, last.hash(), sequence, hash, seal, published);
    }

    /** The same head with its seal. */
    public ChainHead sealed(String by) {
        return new ChainHead(first, beforeFirst, sequence, hash, by, published);
    }

    /** The same head, told outside of the database. */
    public ChainHead told() {
        return new ChainHead(first, beforeFirst, sequence, hash, seal, sequence);
    }
}
