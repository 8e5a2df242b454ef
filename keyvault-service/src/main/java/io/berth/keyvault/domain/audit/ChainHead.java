package io.berth.keyvault.domain.audit;

/**
 * How far a trail reaches.
 *
 * @param sequence of the newest entry; 0 for none
 * @param hash of the newest entry
 * @param seal over the two
 * @param published the newest sequence that was told outside of the database
 */
public record ChainHead(long sequence, String hash, String seal, long published) {
    /** What stands for the entry before the first. */
    public static final String BEFORE_FIRST = "0".repeat(64);
}
