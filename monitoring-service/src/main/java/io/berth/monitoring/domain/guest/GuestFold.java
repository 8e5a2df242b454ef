package io.berth.monitoring.domain.guest;

import io.berth.contracts.guests.HeartbeatEnding;
import io.berth.contracts.guests.HeartbeatLoss;
import io.berth.contracts.guests.VmHeartbeatLost;
import io.berth.contracts.guests.VmHeartbeatReturned;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.RosterSet;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which guests leave their hosts without an answer: a function from the beats of one partition, and
 * from what inventory says of guests, to facts about them. It exists beside {@code PartitionFold},
 * on the same records and in the same log time, so that no lag, restart or outage of the monitor or
 * the broker is taken for a guest that hangs.
 *
 * <p><b>Goals.</b> A guest that stops answering on a living host is told of one threshold after its
 * host first said so, once, and again every so often while it lasts; and each telling ends. A beat
 * that brings no table and whose host misses nobody costs one look into a map.
 *
 * <p><b>Rules</b>, all in log time:
 *
 * <ol>
 *   <li>Only beats count that failure detection has accepted.
 *   <li>A guest is missed from the table on in which its VM runs and does not answer, as long as
 *       some threshold is set for that. Any other table without it, or with it in another state or
 *       at another epoch, ends that.
 *   <li>It is told when its host beats a threshold later or more, and the digest in that beat is
 *       that of the last table: nothing has changed meanwhile. When the digest is another one, the
 *       table has been lost, and nothing is said until one comes.
 *   <li>What was told is told again whenever the time to repeat has passed.
 *   <li>A new life of the host, its failure, and its leaving the roster end what was told of its
 *       guests. While it is silent nothing is said of them: it is the host that is in doubt then.
 *   <li>At most {@value #MAX_MISSED} guests are followed at once; further ones are counted.
 * </ol>
 *
 * <p><b>Worked example.</b> Threshold 30 s, repetition 10 min. Host h beats each half second; the
 * table at 100.0 says LOST_COMMUNICATION for v. At 130.0 {@code VmHeartbeatLost} is told, with
 * occurrence 1; at 730.0 with occurrence 2. At 731.5 v is reset, the table changes to NO_CONTACT: v
 * is still missed, and told already. At 745.0 the table says OK: {@code VmHeartbeatReturned},
 * ANSWERS.
 *
 * <p><b>Complexity.</b> Constant per beat without table on a host that misses nobody, linear in the
 * guests missed otherwise; linear in the VMs of a table. Some 150 bytes a host and 100 a missed
 * guest.
 *
 * <p>Soft state: all of it is in {@link #snapshot}. Not safe for several threads.
 */
public final class GuestFold {
    /** More guests than this do not fall silent one by one: something else is wrong then. */
    public static final int MAX_MISSED = 10_000;

    private final GuestBook book;
    private final Map<HostId, Seen> hosts = new HashMap<>();
    private int missed;
    private boolean changed;

    /** What the beats of one host said of its guests. */
    private static final class Seen {
        final HostId host;
        DomainId domain;
        BootId boot;
        String digest;
        final Map<VmId, MissedGuest> missed = new TreeMap<>();

        Seen(HostId host, DomainId domain, BootId boot, String digest) {
            this.host = host;
            this.domain = domain;
            this.boot = boot;
            this.digest = digest;
        }
    }

    /** A fold that goes on where a snapshot was taken. */
    public GuestFold(GuestBook book, GuestSnapshot from) {
        this.book = book;
        for (GuestSnapshot.Host host : from.hosts()) {
            Seen seen = new Seen(host.host(), host.domain(), host.boot(), host.digest());
            host.missed().forEach(guest -> seen.missed.put(guest.vm(), guest));
            missed += seen.missed.size();
            hosts.put(host.host(), seen);
        }
    }

    /**
     * Takes up a beat that failure detection has accepted.
     *
     * @param logTimeMillis when it was appended
     */
    public void beat(HostBeat beat, long logTimeMillis, GuestFindings found) {
        List<VmObservation> vms = beat.vms();
        Seen seen = hosts.get(beat.host());
        if (seen == null) {
            if (vms == null) {
                return;
            }
            seen = new Seen(beat.host(), beat.domain(), beat.boot(), beat.vmDigest());
            hosts.put(beat.host(), seen);
            changed = true;
            found.table(table(beat, vms, logTimeMillis));
        } else if (!seen.boot.equals(beat.boot())) {
            endAll(seen, HeartbeatEnding.HOST_RESTARTED, logTimeMillis, found);
            seen.boot = beat.boot();
            seen.digest = "";
            changed = true;
        }
        if (vms != null) {
            if (!seen.digest.equals(beat.vmDigest())) {
                found.table(table(beat, vms, logTimeMillis));
                seen.digest = beat.vmDigest();
                changed = true;
            }
            if (!seen.domain.equals(beat.domain())) {
                seen.domain = beat.domain();
                changed = true;
            }
            if (!seen.missed.isEmpty() || anySilent(vms)) {
                compare(seen, vms, logTimeMillis, found);
            }
        }
        if (!seen.missed.isEmpty() && seen.digest.equals(beat.vmDigest()) && book.isComplete()) {
            judge(seen, logTimeMillis, found);
        }
    }

    private static GuestTable table(HostBeat beat, List<VmObservation> vms, long now) {
        return new GuestTable(beat.host(), beat.domain(), vms, Instant.ofEpochMilli(now));
    }

    private static boolean anySilent(List<VmObservation> vms) {
        for (VmObservation vm : vms) {
            if (loss(vm) != null) {
                return true;
            }
        }
        return false;
    }

    /** In which way a VM runs without an answer; null when it answers or need not. */
    private static @Nullable HeartbeatLoss loss(VmObservation vm) {
        if (vm.power() != VmPower.RUNNING) {
            return null;
        }
        return switch (vm.heartbeat()) {
            case OK, NOT_SUPPORTED -> null;
            case NO_CONTACT -> HeartbeatLoss.NO_CONTACT;
            case LOST_COMMUNICATION -> HeartbeatLoss.LOST_COMMUNICATION;
        };
    }

    private void compare(Seen seen, List<VmObservation> vms, long now, GuestFindings found) {
        Set<VmId> there = new HashSet<>();
        for (VmObservation vm : vms) {
            there.add(vm.vm());
            MissedGuest known = seen.missed.get(vm.vm());
            HeartbeatLoss loss = loss(vm);
            if (known != null && (loss == null || !known.epoch().equals(vm.epoch()))) {
                end(seen, known, ending(vm, loss), now, found);
                known = null;
            }
            if (loss != null) {
                miss(seen, known, vm, loss, now, found);
            }
        }
        for (MissedGuest guest : List.copyOf(seen.missed.values())) {
            if (!there.contains(guest.vm())) {
                end(seen, guest, HeartbeatEnding.LEFT_HOST, now, found);
            }
        }
    }

    private static HeartbeatEnding ending(VmObservation vm, @Nullable HeartbeatLoss loss) {
        if (loss != null || vm.power() != VmPower.RUNNING) {
            return HeartbeatEnding.NOT_RUNNING;
        }
        return switch (vm.heartbeat()) {
            case NOT_SUPPORTED -> HeartbeatEnding.NOT_WATCHED;
            case OK, NO_CONTACT, LOST_COMMUNICATION -> HeartbeatEnding.ANSWERS;
        };
    }

    private void miss(
            Seen seen,
            @Nullable MissedGuest known,
            VmObservation vm,
            HeartbeatLoss loss,
            long now,
            GuestFindings found) {
        if (known != null) {
            seen.missed.put(vm.vm(), known.with(loss));
            changed |= known.loss() != loss;
        } else if (book.watch(vm.vm(), seen.domain).threshold(loss) != null) {
            if (missed >= MAX_MISSED) {
                found.leftOut();
            } else {
                missed++;
                seen.missed.put(vm.vm(), MissedGuest.since(vm.vm(), vm.epoch(), loss, now));
                changed = true;
            }
        }
    }

    private void judge(Seen seen, long now, GuestFindings found) {
        for (MissedGuest guest : List.copyOf(seen.missed.values())) {
            GuestWatch watch = book.watch(guest.vm(), seen.domain);
            Duration threshold = watch.threshold(guest.loss());
            if (threshold == null && !guest.isTold()) {
                forget(seen, guest);
            } else if (threshold == null && watch.lost() == null) {
                end(seen, guest, HeartbeatEnding.NOT_WATCHED, now, found);
            } else if (isDue(guest, threshold, watch.repeat(), now)) {
                MissedGuest told = guest.toldAt(now);
                seen.missed.put(guest.vm(), told);
                changed = true;
                found.found(lost(seen, told, threshold == null ? watch.repeat() : threshold, now));
            }
        }
    }

    private static boolean isDue(
            MissedGuest guest, @Nullable Duration threshold, Duration repeat, long now) {
        return guest.isTold()
                ? now - guest.toldAtMillis() >= repeat.toMillis()
                : threshold != null && now - guest.sinceMillis() >= threshold.toMillis();
    }

    private static VmHeartbeatLost lost(
            Seen seen, MissedGuest guest, Duration threshold, long now) {
        return new VmHeartbeatLost(
                guest.vm(),
                seen.host,
                seen.domain,
                guest.epoch(),
                guest.loss(),
                Instant.ofEpochMilli(guest.sinceMillis()),
                Instant.ofEpochMilli(now),
                threshold,
                Math.min(guest.told(), VmHeartbeatLost.MAX_OCCURRENCE));
    }

    /** Takes up what failure detection found of a host. */
    public void heard(NodeEvent event, GuestFindings found) {
        if (event instanceof HostFailed failed) {
            Seen seen = hosts.remove(failed.host());
            if (seen != null) {
                changed = true;
                gone(seen, failed.logTime().toEpochMilli(), found);
            }
        }
    }

    /** Takes up a roster that failure detection has taken up: hosts that are not in it are gone. */
    public void roster(RosterSet roster, long logTimeMillis, GuestFindings found) {
        Set<HostId> nodes = Set.copyOf(roster.nodes());
        List<Seen> gone = new ArrayList<>();
        for (Iterator<Seen> each = hosts.values().iterator(); each.hasNext(); ) {
            Seen seen = each.next();
            if (seen.domain.equals(roster.domain()) && !nodes.contains(seen.host)) {
                each.remove();
                changed = true;
                gone.add(seen);
            }
        }
        gone.sort((a, b) -> a.host.compareTo(b.host));
        gone.forEach(seen -> gone(seen, logTimeMillis, found));
    }

    private void gone(Seen seen, long now, GuestFindings found) {
        endAll(seen, HeartbeatEnding.HOST_GONE, now, found);
        found.table(new GuestTable(seen.host, seen.domain, List.of(), Instant.ofEpochMilli(now)));
    }

    private void endAll(Seen seen, HeartbeatEnding ending, long now, GuestFindings found) {
        List.copyOf(seen.missed.values()).forEach(guest -> end(seen, guest, ending, now, found));
    }

    private void end(
            Seen seen, MissedGuest guest, HeartbeatEnding ending, long now, GuestFindings found) {
        forget(seen, guest);
        if (guest.isTold()) {
            found.found(
                    new VmHeartbeatReturned(
                            guest.vm(),
                            seen.host,
                            seen.domain,
                            guest.epoch(),
                            ending,
                            Instant.ofEpochMilli(guest.sinceMillis()),
                            Instant.ofEpochMilli(now)));
        }
    }

    private void forget(Seen seen, MissedGuest guest) {
        seen.missed.remove(guest.vm());
        changed = true;
        missed--;
    }

    /** How many guests are missed. */
    public int missed() {
        return missed;
    }

    /** Whether {@link #snapshot} would be another one than at the last {@link #saved}. */
    public boolean isChanged() {
        return changed;
    }

    /** All that is known so far is kept elsewhere. */
    public void saved() {
        changed = false;
    }

    /** All that is known. */
    public GuestSnapshot snapshot() {
        List<GuestSnapshot.Host> all = new ArrayList<>(hosts.size());
        for (Seen seen : hosts.values()) {
            all.add(
                    new GuestSnapshot.Host(
                            seen.host,
                            seen.domain,
                            seen.boot,
                            seen.digest,
                            List.copyOf(seen.missed.values())));
        }
        all.sort((a, b) -> a.host().compareTo(b.host()));
        return new GuestSnapshot(GuestSnapshot.FORMAT, all);
    }
}
