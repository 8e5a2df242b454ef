package io.berth.contracts.placement;

import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import java.util.List;

/**
 * What of a VM's specification is different once another domain has taken it over. It goes with the
 * hand-over, so that whoever asks for the VM there asks for it like this: a VM whose only disk is
 * on one host is never placed on another, not even by a request that is sent at that moment.
 *
 * @param possibleOwners the only hosts that may run it there; empty when any may
 * @param highlyAvailable whether it is re-placed when its host fails
 */
public record HandOverTerms(List<HostId> possibleOwners, boolean highlyAvailable) {
    /**
     * @throws IllegalArgumentException when an owner stands there twice, or there are too many
     */
    public HandOverTerms {
        possibleOwners =
                Require.distinct("terms.possibleOwners", possibleOwners, VmDetails.MAX_OWNERS);
    }

    /** The specification as it is under these terms. */
    public VmSpec applied(VmSpec spec) {
        VmDetails details = spec.details();
        if (details == null && possibleOwners.isEmpty()) {
            return new VmSpec(
                    spec.vcpus(),
                    spec.cpuUtilisationPercent(),
                    spec.memory(),
                    highlyAvailable,
                    spec.restartPriority(),
                    spec.antiAffinitySet());
        }
        VmDetails known = details == null ? VmDetails.NONE : details;
        return new VmSpec(
                spec.vcpus(),
                spec.cpuUtilisationPercent(),
                spec.memory(),
                highlyAvailable,
                spec.restartPriority(),
                spec.antiAffinitySet(),
                known.ownedBy(possibleOwners));
    }
}
