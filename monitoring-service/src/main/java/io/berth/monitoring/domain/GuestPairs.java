package io.berth.monitoring.domain;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import java.time.Instant;
import java.util.List;

/**
 * What is kept of the pairs of one virtual machine.
 *
 * @param host that reported last
 * @param refused how many pairs were not kept because the machine had too many keys
 */
public record GuestPairs(
        VmId vm, HostId host, Instant reportedAt, long refused, List<KvpValue> values) {
    public GuestPairs {
        values = List.copyOf(values);
    }
}
