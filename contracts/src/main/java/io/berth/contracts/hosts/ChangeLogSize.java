package io.berth.contracts.hosts;

import io.berth.contracts.Require;

/**
 * How far the log of changes of a VM has grown, as its host counts.
 *
 * @param pendingBytes changed and not yet at the target
 * @param diskBytes of all disks that are copied
 */
public record ChangeLogSize(long pendingBytes, long diskBytes) {
    /**
     * @throws IllegalArgumentException when a part is out of range
     */
    public ChangeLogSize {
        Require.range("log.pendingBytes", pendingBytes, 0, Long.MAX_VALUE);
        Require.range("log.diskBytes", diskBytes, 1, Long.MAX_VALUE);
    }
}
