package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;

/**
 * The agent may run highly available VMs under this tenure. The grant is in force, and the agent no
 * longer fenced, once the broker has acknowledged a beat that carries the tenure; the agent then
 * reports {@code TENURE_OPENED}. Ignored when the boot is not the agent's own or the tenure is not
 * higher than the one it holds.
 */
@EventType("io.berth.hosts.grant-tenure.v1")
public record GrantTenure(HostId host, CommandId command, BootId boot, Tenure tenure)
        implements HostCommand {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public GrantTenure {
        Require.present("host", host);
        Require.present("command", command);
        Require.present("boot", boot);
        Require.present("tenure", tenure);
    }
}
