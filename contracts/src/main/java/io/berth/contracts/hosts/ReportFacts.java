package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.ValidationRunId;
import org.jspecify.annotations.Nullable;

/**
 * Find out what the host is made of and how it is set up, try its networks and shared disks, and
 * report it. Nothing that runs is disturbed: disks in use are looked at only.
 *
 * @param run the validation run that asks; absent when facts are asked for by themselves
 */
@EventType("io.berth.hosts.report-facts.v1")
public record ReportFacts(HostId host, CommandId command, @Nullable ValidationRunId run)
        implements HostCommand {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public ReportFacts {
        Require.present("host", host);
        Require.present("command", command);
    }
}
