package io.berth.monitoring.domain.guest;

import io.berth.contracts.guests.GuestEvent;
import io.berth.contracts.guests.GuestServicesJudged;
import io.berth.contracts.guests.KvpChanged;
import io.berth.contracts.guests.KvpFlagged;
import io.berth.contracts.guests.VmHeartbeatLost;
import io.berth.contracts.guests.VmHeartbeatReturned;
import io.berth.contracts.guests.VmRestartDecided;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.GuestCare;
import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.RosterSet;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A fold of guests with hosts that beat twice a second, in virtual time. Tells in text what became
 * known: {@code 30.0 lost v LOST_COMMUNICATION since 0.0 #1}.
 */
final class GuestLog {
    static final DomainId DOMAIN = new DomainId("c1");
    private static final int STEP = 500;

    private final AtomicBoolean complete = new AtomicBoolean(true);
    private final GuestBook book = new GuestBook(WatchDefaults.STANDARD, Map.of(), complete::get);
    private final Map<HostId, TreeMap<VmId, VmObservation>> tables = new HashMap<>();
    private final Map<HostId, Integer> sent = new HashMap<>();
    private final Map<HostId, Long> boots = new HashMap<>();
    private final boolean restoring;
    private final GuestFindings found = new GuestFindings();
    private GuestSnapshot saved = GuestSnapshot.EMPTY;
    private GuestFold fold = new GuestFold(book, saved);
    private long now;

    /**
     * @param restoring whether the fold is saved, if it says that it has changed, and restored
     *     before each beat
     */
    GuestLog(boolean restoring) {
        this.restoring = restoring;
    }

    GuestBook book() {
        return book;
    }

    GuestFold fold() {
        return fold;
    }

    GuestFindings found() {
        return found;
    }

    void complete(boolean is) {
        complete.set(is);
    }

    /** What inventory says of a VM. */
    GuestLog specify(String vm, @Nullable GuestCare care, @Nullable String services) {
        VmDetails details = VmDetails.NONE.with(care);
        GuestSystem guest = services == null ? null : new GuestSystem("RHEL 6.0", null, services);
        book.changed(
                "vm/" + vm,
                new VmState(
                        new VmId(vm),
                        DOMAIN,
                        new VmSpec(
                                1,
                                50,
                                new MiB(512),
                                true,
                                RestartPriority.MEDIUM,
                                null,
                                new VmDetails(
                                        null,
                                        List.of(),
                                        null,
                                        null,
                                        guest,
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        false,
                                        null,
                                        null,
                                        null,
                                        null,
                                        details.guestCare())),
                        1));
        return this;
    }

    /** A VM runs on a host and is seen so from the next beat on. */
    GuestLog see(String host, String vm, IntegrationHeartbeat heartbeat) {
        return see(host, vm, 1, VmPower.RUNNING, heartbeat);
    }

    GuestLog see(
            String host, String vm, long epoch, VmPower power, IntegrationHeartbeat heartbeat) {
        tables.computeIfAbsent(new HostId(host), _ -> new TreeMap<>())
                .put(
                        new VmId(vm),
                        new VmObservation(new VmId(vm), new Epoch(epoch), power, heartbeat));
        sent.put(new HostId(host), 0);
        return this;
    }

    /** A VM is not on a host any more. */
    GuestLog leave(String host, String vm) {
        tables.getOrDefault(new HostId(host), new TreeMap<>()).remove(new VmId(vm));
        sent.put(new HostId(host), 0);
        return this;
    }

    /** A host lives a new life. */
    GuestLog boot(String host) {
        boots.merge(new HostId(host), 2L, (last, _) -> last + 1);
        sent.put(new HostId(host), 0);
        return this;
    }

    /** The next beat of a host does not get through, nor does the table that it would bring. */
    GuestLog loseTable(String host) {
        sent.put(new HostId(host), 1);
        return this;
    }

    /** Hosts beat for so long. */
    GuestLog beat(double seconds, String... hosts) {
        long end = now + Math.round(seconds * 1000);
        while (now < end) {
            now += STEP;
            for (String host : hosts) {
                one(new HostId(host));
            }
        }
        return this;
    }

    /** Time passes without a beat. */
    GuestLog pass(double seconds) {
        now += Math.round(seconds * 1000);
        return this;
    }

    private void one(HostId host) {
        List<VmObservation> vms = List.copyOf(tables.getOrDefault(host, new TreeMap<>()).values());
        int beats = sent.merge(host, 1, Integer::sum);
        if (restoring) {
            if (fold.isChanged()) {
                saved = fold.snapshot();
            }
            fold = new GuestFold(book, saved);
        }
        fold.beat(
                new HostBeat(
                        host,
                        DOMAIN,
                        new BootId(boots.getOrDefault(host, 1L)),
                        new Tenure(1),
                        now,
                        0,
                        true,
                        false,
                        Instant.EPOCH,
                        new HostLoad(1, MiB.ZERO),
                        Integer.toHexString(vms.hashCode()),
                        beats % 20 == 1 ? vms : null),
                now,
                found);
    }

    GuestLog fail(String host) {
        fold.heard(
                new HostFailed(
                        new HostId(host),
                        DOMAIN,
                        new BootId(1),
                        new Tenure(1),
                        Instant.ofEpochMilli(now),
                        Instant.ofEpochMilli(now),
                        FencingEvidence.LEASE_EXPIRED_UNDER_WATCHDOG),
                found);
        return this;
    }

    GuestLog roster(String... hosts) {
        List<HostId> nodes = new ArrayList<>();
        for (String host : hosts) {
            nodes.add(new HostId(host));
        }
        fold.roster(new RosterSet(DOMAIN, 1, nodes), now, found);
        return this;
    }

    /** What became known since the last call. */
    List<String> told() {
        List<String> lines = found.facts().stream().map(GuestLog::line).toList();
        found.clear();
        return lines;
    }

    private static String line(GuestEvent event) {
        return switch (event) {
            case VmHeartbeatLost lost ->
                    "%s lost %s %s since %s #%d"
                            .formatted(
                                    at(lost.logTime()),
                                    lost.vm(),
                                    lost.loss(),
                                    at(lost.silentSince()),
                                    lost.occurrence());
            case VmHeartbeatReturned returned ->
                    "%s over %s %s since %s"
                            .formatted(
                                    at(returned.logTime()),
                                    returned.vm(),
                                    returned.ending(),
                                    at(returned.silentSince()));
            case VmRestartDecided _, KvpChanged _, KvpFlagged _, GuestServicesJudged _ ->
                    throw new IllegalStateException("the fold does not find " + event);
        };
    }

    private static String at(Instant time) {
        return "%.1f".formatted(time.toEpochMilli() / 1000.0);
    }
}
