package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;

/** Send the whole VM table now. */
@EventType("io.berth.hosts.report-vms.v1")
public record ReportVms(HostId host, CommandId command) implements HostCommand {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public ReportVms {
        Require.present("host", host);
        Require.present("command", command);
    }
}
