package io.berth.benchmarks;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.VmPlaced;
import io.berth.placement.domain.PlacementRules;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.state.Outcome;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.vm.Conduct;
import io.berth.placement.domain.vm.VmRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of twelve hosts on the first of which so many VMs run, a sixth as many on each of the
 * others, and the word that the first has failed.
 */
final class LossOfAHost {
    private static final int HOSTS = 12;
    private static final DomainId DOMAIN = new DomainId("cluster");
    private static final HostId DEAD = host(0);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Tenure TENURE = new Tenure(1);

    private final PlacementRules rules = new PlacementRules(PlacementPolicy.DEFAULT);
    private final DomainState state;
    private final Input failure =
            new Input.NodeFact(
                    new HostFailed(
                            DEAD,
                            DOMAIN,
                            new BootId(1),
                            TENURE,
                            NOW,
                            NOW.minusSeconds(5),
                            FencingEvidence.LEASE_EXPIRED_UNDER_WATCHDOG));

    LossOfAHost(int vms) {
        List<HostDescription> descriptions = new ArrayList<>();
        List<HostRow> hosts = new ArrayList<>();
        List<VmRow> rows = new ArrayList<>();
        for (int i = 0; i < HOSTS; i++) {
            descriptions.add(new HostDescription(specification(i), null));
            hosts.add(
                    new HostRow(host(i), HostStatus.UP, new BootId(1), TENURE, true, Tenure.NONE));
            int count = i == 0 ? vms : vms / 6;
            for (int vm = 0; vm < count; vm++) {
                rows.add(running(i, vm));
            }
        }
        state = DomainState.restore(DOMAIN, descriptions, hosts, rows);
    }

    /** What placement decides; the state stays as it is. */
    Verdict decide() {
        return rules.decide(state, failure, new Moment(NOW, 42, List.of()));
    }

    /** How many VMs a decision places. */
    static long placed(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Refused _ -> 0;
            case Verdict.Decision decision ->
                    decision.outcomes().stream()
                            .filter(outcome ->
                                    outcome instanceof Outcome.Announced(var event)
                                            && event instanceof VmPlaced)
                            .count();
        };
    }

    private static VmRow running(int host, int vm) {
        RestartPriority[] priorities = {
            RestartPriority.HIGH, RestartPriority.MEDIUM, RestartPriority.LOW
        };
        VmSpec spec =
                new VmSpec(
                        1 + vm % 4,
                        20,
                        MiB.ofGiB(1 + vm % 5),
                        true,
                        priorities[vm % priorities.length],
                        antiAffinitySet(host, vm));
        return new VmRow(
                new VmId("vm-%02d-%03d".formatted(host, vm)),
                spec,
                AssignmentState.RUNNING,
                host(host),
                new Epoch(1),
                TENURE,
                host(host),
                List.of(),
                null,
                null,
                Conduct.PLAIN,
                1);
    }

    /** Every tenth VM of the first host must not share a host with one VM of one other host. */
    private static @Nullable String antiAffinitySet(int host, int vm) {
        if (host == 0) {
            return vm % 10 == 0 ? "set-" + vm : null;
        }
        int partner = vm * 10;
        return partner % (HOSTS - 1) + 1 == host ? "set-" + partner : null;
    }

    private static HostState specification(int host) {
        return new HostState(
                host(host),
                DOMAIN,
                new ClusterId("cluster"),
                new HostGroupId("group"),
                new SiteId("site"),
                256,
                MiB.ofGiB(4096),
                new HostReserve(5, MiB.ofGiB(8)),
                false,
                1);
    }

    private static HostId host(int host) {
        return new HostId("host-%02d".formatted(host));
    }
}
