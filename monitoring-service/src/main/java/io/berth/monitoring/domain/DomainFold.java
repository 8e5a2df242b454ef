package io.berth.monitoring.domain;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.monitoring.FailuresHeld;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.monitoring.HoldReason;
import io.berth.contracts.monitoring.HoldReleased;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostRecovered;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.monitoring.HostUnreachable;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.PowerOffProven;
import io.berth.contracts.telemetry.RosterSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of one placement domain and the judgement over them. The rules are told in {@link
 * PartitionFold}. Soft state of that fold.
 */
final class DomainFold {
    private final DomainId domain;
    private final FoldTimings timings;
    private final boolean standalone;
    private Map<HostId, HostFold> hosts = new LinkedHashMap<>();
    private long revision = -1;
    private long holdUntil = Long.MIN_VALUE;
    private @Nullable HoldReason hold;
    private long heldSince;

    DomainFold(DomainId domain, FoldTimings timings) {
        this.domain = domain;
        this.timings = timings;
        this.standalone = domain.isStandalone();
    }

    DomainFold(FoldSnapshot.Domain from, FoldTimings timings) {
        this(from.domain(), timings);
        revision = from.revision();
        holdUntil = from.holdUntilMillis();
        hold = from.hold();
        heldSince = from.heldSinceMillis();
        from.hosts().forEach(host -> hosts.put(host.host(), new HostFold(host)));
    }

    FoldSnapshot.Domain snapshot() {
        List<FoldSnapshot.Host> states = new ArrayList<>(hosts.size());
        hosts.values().forEach(host -> states.add(host.snapshot()));
        return new FoldSnapshot.Domain(domain, revision, holdUntil, hold, heldSince, states);
    }

    /**
     * Judges all hosts at one moment of log time. What it finds comes in this order: suspicions and
     * failures in the order of the roster, then the beginning or end of the hold.
     *
     * @param restartedAt before this no silence counts
     */
    void evaluate(long now, long restartedAt, List<NodeEvent> found) {
        Silence silence = silence(now);
        boolean majority = !standalone && 2 * silence.all() > hosts.size();
        if (majority) {
            holdUntil = now;
        }
        int failed = silence.failed();
        boolean blocked = false;
        for (HostFold host : hosts.values()) {
            if (!host.liveness().isJudged()) {
                continue;
            }
            long since = Math.max(host.acceptedAt(), restartedAt);
            if (host.liveness() == HostLiveness.UP && now - since >= timings.suspect()) {
                host.become(HostLiveness.SUSPECT);
                found.add(suspect(host, now));
            }
            boolean due =
                    host.liveness() != HostLiveness.UNREACHABLE
                            && now - Math.max(since, holdUntil) >= timings.threshold();
            if (!due || majority || standalone) {
                continue;
            }
            if (2 * failed >= hosts.size()) {
                blocked = true;
            } else if (host.watchdog()) {
                found.add(fail(host, now, FencingEvidence.LEASE_EXPIRED_UNDER_WATCHDOG));
                failed++;
            } else {
                host.become(HostLiveness.UNREACHABLE);
                found.add(unreachable(host, now));
            }
        }
        boolean silenceHolds = silence.heardBefore() > 0 && (majority || standalone);
        HoldReason reason =
                silenceHolds ? HoldReason.MAJORITY_SILENT : blocked ? HoldReason.HALF_FAILED : null;
        holdFor(reason, silence.all(), failed, now, found);
    }

    /**
     * Counted over the hosts that have not failed.
     *
     * @param all silent hosts, with those that have never beaten
     * @param heardBefore silent hosts that have beaten
     * @param failed hosts
     */
    private record Silence(int all, int heardBefore, int failed) {}

    private Silence silence(long now) {
        int all = 0;
        int heardBefore = 0;
        int failed = 0;
        for (HostFold host : hosts.values()) {
            if (host.liveness() == HostLiveness.FAILED) {
                failed++;
            } else if (host.isSilent(now, timings.silent())) {
                all++;
                heardBefore += host.liveness() == HostLiveness.UNKNOWN ? 0 : 1;
            }
        }
        return new Silence(all, heardBefore, failed);
    }

    private void holdFor(
            @Nullable HoldReason reason, int silent, int failed, long now, List<NodeEvent> found) {
        if (hold == null && reason != null) {
            heldSince = now;
            found.add(new FailuresHeld(domain, silent, failed, hosts.size(), reason, instant(now)));
        } else if (hold != null && reason == null) {
            found.add(new HoldReleased(domain, Duration.ofMillis(now - heldSince), instant(now)));
            heldSince = 0;
        }
        hold = reason;
    }

    /** Takes up a beat that is newer than all of its host before. */
    void accept(HostFold host, HostBeat beat, long now, List<NodeEvent> found) {
        boolean up = host.isNewBoot(beat) || host.liveness() == HostLiveness.FAILED;
        HostLiveness before = host.liveness();
        host.accept(beat, now);
        if (!up && before == HostLiveness.UP) {
            return;
        }
        host.become(HostLiveness.UP);
        found.add(
                up
                        ? new HostUp(host.host(), domain, host.boot(), host.tenure(), instant(now))
                        : new HostRecovered(
                                host.host(), domain, host.boot(), host.tenure(), instant(now)));
    }

    /** Takes up somebody's word that a host is off, unless the host speaks against it. */
    Outcome accept(PowerOffProven proof, HostFold host, long now, List<NodeEvent> found) {
        if (host.liveness() == HostLiveness.UNKNOWN) {
            return new Outcome.Refused(new Refusal.NeverSeen(host.host(), domain), true);
        }
        if (host.liveness() == HostLiveness.FAILED) {
            return Outcome.Plain.UNCHANGED;
        }
        if (!host.isSilent(now, timings.silent())) {
            return new Outcome.Refused(
                    new Refusal.StillBeating(
                            host.host(),
                            Duration.ofMillis(now - host.confirmedAt()),
                            Duration.ofMillis(timings.silent())),
                    true);
        }
        FencingEvidence evidence =
                switch (proof.source()) {
                    case BMC -> FencingEvidence.POWER_OFF_BY_BMC;
                    case OPERATOR -> FencingEvidence.OPERATOR_CONFIRMED;
                };
        found.add(fail(host, now, evidence));
        return Outcome.Plain.FOLDED;
    }

    /**
     * Takes up a newer roster: hosts that stay keep what is known of them, others are forgotten.
     */
    boolean accept(RosterSet roster) {
        if (roster.revision() <= revision) {
            return false;
        }
        Map<HostId, HostFold> next = new LinkedHashMap<>();
        for (HostId node : roster.nodes()) {
            HostFold known = hosts.get(node);
            next.putIfAbsent(node, known == null ? new HostFold(node) : known);
        }
        hosts = next;
        revision = roster.revision();
        return true;
    }

    @Nullable HostFold host(HostId host) {
        return hosts.get(host);
    }

    Collection<HostFold> hosts() {
        return hosts.values();
    }

    DomainId domain() {
        return domain;
    }

    /** Of the roster; −1 before the first. */
    long revision() {
        return revision;
    }

    @Nullable HoldReason hold() {
        return hold;
    }

    private HostFailed fail(HostFold host, long now, FencingEvidence evidence) {
        host.become(HostLiveness.FAILED);
        return new HostFailed(
                host.host(),
                domain,
                host.boot(),
                host.highestTenure(),
                instant(now),
                instant(host.acceptedAt()),
                evidence);
    }

    private HostSuspect suspect(HostFold host, long now) {
        return new HostSuspect(host.host(), domain, host.boot(), host.tenure(), instant(now));
    }

    private HostUnreachable unreachable(HostFold host, long now) {
        return new HostUnreachable(host.host(), domain, host.boot(), host.tenure(), instant(now));
    }

    private static Instant instant(long logTimeMillis) {
        return Instant.ofEpochMilli(logTimeMillis);
    }
}
