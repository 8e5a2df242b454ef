package io.berth.replica.domain.adviser;

/**
 * A way to protect VMs against the loss of a site.
 *
 * @param id stable, for programs
 * @param what how it works, so that kinds that sound alike can be told apart
 */
public record Solution(String id, Family family, String name, String what) {
    /** What sort of thing it is. */
    public enum Family {
        /** Backups that are sent to the other site. */
        BACKUP,
        /** VMs that the platform copies in cycles. */
        VM_REPLICATION,
        /** Software on the hosts that sends writes on. */
        HOST_SOFTWARE,
        /** Storage arrays that send writes on. */
        SAN
    }

    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public Solution {
        Need.text("id", id);
        Need.present("family of " + id, family);
        Need.text("name of " + id, name);
        Need.text("what of " + id, what);
    }
}
