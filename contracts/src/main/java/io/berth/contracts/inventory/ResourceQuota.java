package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import io.berth.contracts.ids.MiB;
import org.jspecify.annotations.Nullable;

/**
 * How much may be used. An absent dimension is not limited.
 *
 * @param vms how many VMs
 * @param vcpus virtual processors of all VMs together
 * @param memory of all VMs together
 */
public record ResourceQuota(@Nullable Long vms, @Nullable Long vcpus, @Nullable MiB memory) {
    /** No limit at all. */
    public static final ResourceQuota UNLIMITED = new ResourceQuota(null, null, null);

    /** Highest limit of a count. */
    public static final long MAX_COUNT = 1_000_000;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public ResourceQuota {
        Require.optionalRange("quota.vms", vms, 0, MAX_COUNT);
        Require.optionalRange("quota.vcpus", vcpus, 0, MAX_COUNT);
    }
}
