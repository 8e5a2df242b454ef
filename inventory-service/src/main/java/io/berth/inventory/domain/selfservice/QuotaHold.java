package io.berth.inventory.domain.selfservice;

import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.SelfServiceRoleId;
import io.berth.contracts.ids.VmId;
import java.time.Instant;

/**
 * What a VM takes of a quota.
 *
 * @param member for whom it counts
 */
public record QuotaHold(
        VmId vm,
        SelfServiceRoleId role,
        Principal member,
        long vcpus,
        MiB memory,
        Instant at,
        Principal by) {
    /** As usage. */
    public Usage usage() {
        return Usage.ofVm(vcpus, memory);
    }
}
