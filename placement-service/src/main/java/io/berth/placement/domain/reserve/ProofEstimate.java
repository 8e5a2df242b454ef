package io.berth.placement.domain.reserve;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.vm.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the proof method found, with the figures of the combination and VM that come closest to
 * failing, or fail.
 *
 * @param holds whether every VM finds room, whichever nodes fail; false proves nothing
 * @param failed the nodes of that combination
 * @param critical the VM that might not find room; absent when none has to move
 * @param required what the other VMs to be moved take at most before it, in {@code unit}
 * @param available what the survivors can take and still have room for it, in {@code unit}
 * @param unit of the quantity that limits; where several do, they are weighed against each other
 *     and told in units of the first
 * @param limiting the quantities that can run short on some node, in order
 */
public record ProofEstimate(
        boolean holds,
        List<HostId> failed,
        @Nullable VmId critical,
        long required,
        long available,
        String unit,
        List<Resource> limiting) {
    /** Takes copies. */
    public ProofEstimate {
        failed = List.copyOf(failed);
        limiting = List.copyOf(limiting);
    }
}
