package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.facts.HostFacts;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import java.time.Instant;

/**
 * What a host found out about itself, in answer to {@link ReportFacts}.
 *
 * @param observedAt by the host's own clock
 */
@EventType("io.berth.hosts.host-facts-reported.v1")
public record HostFactsReported(
        HostId host,
        DomainId domain,
        BootId boot,
        Tenure tenure,
        CommandId command,
        HostFacts facts,
        Instant observedAt)
        implements HostReport {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public HostFactsReported {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("boot", boot);
        Require.present("tenure", tenure);
        Require.present("command", command);
        Require.present("facts", facts);
        Require.present("observedAt", observedAt);
    }
}
