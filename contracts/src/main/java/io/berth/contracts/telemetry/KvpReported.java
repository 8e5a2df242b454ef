package io.berth.contracts.telemetry;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import java.util.List;

/** Key-value pairs that a guest published since the last report. */
@EventType("io.berth.telemetry.kvp-reported.v1")
public record KvpReported(VmId vm, HostId host, List<KvpItem> items) implements KvpEvent {
    /**
     * Most items in one report. An agent whose guest has more, or whose report would exceed the
     * longest payload, sends several.
     */
    public static final int MAX_ITEMS = 1024;

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public KvpReported {
        Require.present("vm", vm);
        Require.present("host", host);
        items = Require.list("items", items, MAX_ITEMS);
    }

    @Override
    public String partitionKey() {
        return vm.value();
    }
}
