package io.berth.contracts.telemetry;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.inventory.ClusterState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One beat of a host. The monitor orders beats by {@code (boot, sequence)} and never by {@code
 * sentAt}, which serves only to measure the skew of the host's clock.
 *
 * @param tenure the grant that the agent holds; {@link Tenure#NONE} while it holds none
 * @param sequence 1, 2, 3 … within a boot
 * @param acknowledged the highest sequence of this boot that the broker acknowledged to the agent,
 *     own or relayed; 0 before the first
 * @param watchdog whether a watchdog is armed that resets the host when its lease runs out
 * @param fenced whether the agent holds no valid lease: it runs no highly available VM and is not
 *     counted as a peer
 * @param sentAt by the host's own clock
 * @param vmDigest a digest of the VM table, so that a change is seen without sending the table
 * @param vms the whole VM table, on a change and on every twentieth beat; absent otherwise
 * @param hears the peers that this host has heard from lately, on a change and on every twentieth
 *     beat; absent otherwise, and of an agent that does not listen to its peers
 * @param backWithin this is the agent's last beat for now: somebody restarts it and expects it back
 *     within this time. It excuses the silence, and prolongs neither lease nor threshold; absent of
 *     an agent that goes on
 * @param lease the longest lease that the agent may be holding when it sends this beat, or may take
 *     from the acknowledgement of it. The monitor waits for it to run out before it calls the host
 *     failed; so an agent tells a longer one before it uses it, and a shorter one when no longer
 *     one runs any more. Absent of an agent that holds the usual one, that of its timings
 */
@EventType("io.berth.telemetry.host-beat.v1")
public record HostBeat(
        HostId host,
        DomainId domain,
        BootId boot,
        Tenure tenure,
        long sequence,
        long acknowledged,
        boolean watchdog,
        boolean fenced,
        Instant sentAt,
        HostLoad load,
        String vmDigest,
        @Nullable List<VmObservation> vms,
        @Nullable List<HostId> hears,
        @Nullable Duration backWithin,
        @Nullable Duration lease)
        implements HeartbeatEvent {
    /** Most VMs that one host can report: twice what a hypervisor of today runs. */
    public static final int MAX_VMS = 2048;

    /** Most peers that one host can hear: those of the largest cluster. */
    public static final int MAX_HEARD = ClusterState.MAX_NODES;

    /** Longest restart of an agent that excuses its silence; a longer one is a failure. */
    public static final Duration LONGEST_RESTART = Duration.ofMinutes(10);

    /** Longest lease: for so long nobody else can start what a dead host ran. */
    public static final Duration LONGEST_LEASE = Duration.ofMinutes(1);

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public HostBeat {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("boot", boot);
        Require.present("tenure", tenure);
        Require.range("sequence", sequence, 1, Long.MAX_VALUE);
        Require.range("acknowledged", acknowledged, 0, sequence - 1);
        Require.present("sentAt", sentAt);
        Require.present("load", load);
        Require.text("vmDigest", vmDigest, 64);
        vms = vms == null ? null : Require.list("vms", vms, MAX_VMS);
        hears = hears == null ? null : Require.distinct("hears", hears, MAX_HEARD);
        if (backWithin != null
                && (backWithin.isNegative() || backWithin.compareTo(LONGEST_RESTART) > 0)) {
            throw new IllegalArgumentException(
                    "backWithin is "
                            + backWithin
                            + "; it must be from PT0S to "
                            + LONGEST_RESTART
                            + ", announce a longer absence as maintenance");
        }
        if (lease != null) {
            Require.millis("lease", lease, LONGEST_LEASE);
        }
    }

    /** Of an agent that says nothing of its peers and goes on. */
    public HostBeat(
            HostId host,
            DomainId domain,
            BootId boot,
            Tenure tenure,
            long sequence,
            long acknowledged,
            boolean watchdog,
            boolean fenced,
            Instant sentAt,
            HostLoad load,
            String vmDigest,
            @Nullable List<VmObservation> vms) {
        this(
                host,
                domain,
                boot,
                tenure,
                sequence,
                acknowledged,
                watchdog,
                fenced,
                sentAt,
                load,
                vmDigest,
                vms,
                null,
                null,
                null);
    }

    /** The same with what its agent hears and whether it leaves. */
    public HostBeat with(@Nullable List<HostId> heard, @Nullable Duration absence) {
        return new HostBeat(
                host,
                domain,
                boot,
                tenure,
                sequence,
                acknowledged,
                watchdog,
                fenced,
                sentAt,
                load,
                vmDigest,
                vms,
                heard,
                absence,
                lease);
    }

    @Override
    public String partitionKey() {
        return domain.value();
    }
}
