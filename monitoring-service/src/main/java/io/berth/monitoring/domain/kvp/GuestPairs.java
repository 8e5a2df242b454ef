package io.berth.monitoring.domain.kvp;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of the pairs of one virtual machine.
 *
 * @param host that reported last
 * @param refused how many pairs were not kept because the machine had too many keys
 * @param services whether its integration services are new enough; null where no rule says
 */
public record GuestPairs(
        VmId vm,
        HostId host,
        Instant reportedAt,
        long refused,
        ServicesRule.@Nullable Finding services,
        List<KvpValue> values) {
    public GuestPairs {
        values = List.copyOf(values);
    }
}
