package io.berth.placement.domain.place;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.Processor;
import io.berth.contracts.inventory.VmSpec;
import io.berth.placement.domain.policy.SoftRule;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What if this VM were to be placed?
 *
 * @param vm a VM of the domain does not stand in its own way
 * @param waived soft rules that an administrator would set aside
 * @param startedOn the processor of which it uses the features, if it were to move while it runs
 * @param except a host that is not asked, because the VM would leave it
 */
public record Question(
        VmId vm,
        VmSpec spec,
        Set<SoftRule> waived,
        @Nullable Processor startedOn,
        @Nullable HostId except) {
    /** Takes a copy. */
    public Question {
        waived = Set.copyOf(waived);
    }

    /** Whether a VM of this size could be started. */
    public static Question start(VmId vm, VmSpec spec) {
        return new Question(vm, spec, Set.of(), null, null);
    }
}
