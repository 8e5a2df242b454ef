package io.berth.monitoring.domain.fence;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.Bmc;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.monitoring.domain.FoldSnapshot;
import io.berth.monitoring.domain.HostLiveness;
import io.berth.monitoring.domain.HostStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a host could be proven dead if it died now, way by way, without doing anything to it. For
 * people; the fold judges by its own rules when the time comes.
 *
 * @param failsOverByItself whether its highly available VMs would be started elsewhere without
 *     anybody's help
 * @param evidence what could be brought if it died now, best first
 * @param ways every way of proof, and what the cluster has to do with it
 */
public record FenceTest(
        HostId host,
        DomainId domain,
        boolean failsOverByItself,
        List<FencingEvidence> evidence,
        List<Way> ways) {
    /** Copies the lists. */
    public FenceTest {
        evidence = List.copyOf(evidence);
        ways = List.copyOf(ways);
    }

    /** What is tested. */
    public enum Means {
        /** A watchdog resets the host when its lease runs out. */
        WATCHDOG,
        /** Enough nodes are left to tell a death from an outage. */
        CLUSTER,
        /** The management controller proves that the power is off. */
        BMC,
        /** A person confirms that the host is off. */
        OPERATOR
    }

    /** How the test ended. */
    public enum Result {
        /** It would prove a death, or help to. */
        OK,
        /** It is there and would not. */
        FAILED,
        /** It is there, and nobody here can try it. */
        UNTRIED,
        /** It is not there. */
        NOT_CONFIGURED
    }

    /** One way, with a sentence and its figures. */
    public record Way(Means means, Result result, String detail) {}

    /**
     * Tests a host.
     *
     * @param nodes how many hosts its domain has
     * @param last what the fold last kept of the host; null when it was never saved
     * @param others what was last said of the other hosts of the domain
     * @param bmc its management controller; null where none is registered
     */
    public static FenceTest of(
            HostId host,
            DomainId domain,
            int nodes,
            FoldSnapshot.@Nullable Host last,
            Collection<HostStatus> others,
            @Nullable Bmc bmc) {
        Way watchdog = watchdog(last);
        Way cluster = cluster(domain.isStandalone(), nodes, others);
        Way operator = operator(host, last);
        List<FencingEvidence> evidence = new ArrayList<>();
        boolean byItself = watchdog.result() == Result.OK && cluster.result() == Result.OK;
        if (byItself) {
            evidence.add(FencingEvidence.LEASE_EXPIRED_UNDER_WATCHDOG);
        }
        if (bmc != null) {
            evidence.add(FencingEvidence.POWER_OFF_BY_BMC);
        }
        if (operator.result() == Result.OK) {
            evidence.add(FencingEvidence.OPERATOR_CONFIRMED);
        }
        return new FenceTest(
                host,
                domain,
                byItself,
                evidence,
                List.of(watchdog, cluster, controller(bmc), operator));
    }

    private static Way watchdog(FoldSnapshot.@Nullable Host last) {
        if (last == null || last.boot() == null) {
            return new Way(
                    Means.WATCHDOG, Result.NOT_CONFIGURED, "the host has never been heard of");
        }
        String beat =
                "its last beat (boot %s, sequence %d) says that "
                        .formatted(last.boot(), last.sequence());
        return last.watchdog()
                ? new Way(Means.WATCHDOG, Result.OK, beat + "one is armed")
                : new Way(
                        Means.WATCHDOG,
                        Result.FAILED,
                        beat + "none is armed: a lease that runs out proves nothing");
    }

    private static Way cluster(boolean standalone, int nodes, Collection<HostStatus> others) {
        if (standalone) {
            return new Way(
                    Means.CLUSTER,
                    Result.NOT_CONFIGURED,
                    "not in a cluster: only a BMC or an operator can prove it dead");
        }
        if (nodes < 2) {
            return new Way(
                    Means.CLUSTER,
                    Result.FAILED,
                    "the cluster has one node, and nobody to tell its death from an outage");
        }
        long failed = count(others, HostLiveness.FAILED);
        if (2 * failed >= nodes) {
            return new Way(
                    Means.CLUSTER,
                    Result.FAILED,
                    "%d of %d nodes have failed already, half or more: automation has stopped"
                            .formatted(failed, nodes));
        }
        long unheard = nodes - 1L - others.size();
        long silent =
                1
                        + unheard
                        + count(others, HostLiveness.UNKNOWN)
                        + count(others, HostLiveness.SUSPECT)
                        + count(others, HostLiveness.ISOLATED)
                        + count(others, HostLiveness.UNREACHABLE);
        return 2 * silent > nodes
                ? new Way(
                        Means.CLUSTER,
                        Result.FAILED,
                        "with it %d of %d nodes would be silent together, more than half: held"
                                .formatted(silent, nodes))
                : new Way(
                        Means.CLUSTER,
                        Result.OK,
                        "with it %d of %d nodes would be silent, no more than half"
                                .formatted(silent, nodes));
    }

    private static long count(Collection<HostStatus> hosts, HostLiveness liveness) {
        return hosts.stream().filter(host -> host.liveness() == liveness).count();
    }

    private static Way controller(@Nullable Bmc bmc) {
        return bmc == null
                ? new Way(
                        Means.BMC,
                        Result.NOT_CONFIGURED,
                        "inventory has no management controller of this host")
                : new Way(
                        Means.BMC,
                        Result.UNTRIED,
                        ("inventory has %s at %s; Berth does not speak to it, so whoever does has"
                                        + " to write PowerOffProven into telemetry.heartbeats")
                                .formatted(bmc.protocol(), bmc.address()));
    }

    private static Way operator(HostId host, FoldSnapshot.@Nullable Host last) {
        return last == null || last.liveness() == HostLiveness.UNKNOWN
                ? new Way(
                        Means.OPERATOR,
                        Result.FAILED,
                        "a word about a host that was never heard of is refused")
                : new Way(
                        Means.OPERATOR,
                        Result.OK,
                        "POST /api/v1/hosts/%s/confirm-off while it is silent".formatted(host));
    }
}
