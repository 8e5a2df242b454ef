package io.berth.monitoring.domain;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.monitoring.ClockSettled;
import io.berth.contracts.monitoring.ClockSkewed;
import io.berth.contracts.monitoring.FailuresHeld;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.monitoring.HoldReason;
import io.berth.contracts.monitoring.HoldReleased;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostIsolated;
import io.berth.contracts.monitoring.HostQuarantined;
import io.berth.contracts.monitoring.HostRecovered;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.monitoring.HostUnreachable;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.monitoring.QuarantineEnded;
import io.berth.contracts.monitoring.QuarantineWithheld;
import io.berth.contracts.telemetry.DetectionSet;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.PowerOffProven;
import io.berth.contracts.telemetry.QuarantineLifted;
import io.berth.contracts.telemetry.RosterSet;
import io.berth.monitoring.domain.quarantine.QuarantineRules;
import io.berth.monitoring.domain.skew.ClockOffset;
import io.berth.monitoring.domain.skew.SkewRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of one placement domain and the judgement over them. The rules are told in {@link
 * PartitionFold}. Soft state of that fold.
 */
final class DomainFold {
    private final DomainId domain;
    private final FoldTimings timings;
    private final QuarantineRules quarantine;
    private final boolean standalone;
    private Map<HostId, HostFold> hosts = new LinkedHashMap<>();
    private long revision = -1;
    private long holdUntil = Long.MIN_VALUE;
    private @Nullable HoldReason hold;
    private long heldSince;
    private final Waits waits;

    DomainFold(DomainId domain, FoldTimings timings, QuarantineRules quarantine) {
        this.domain = domain;
        this.timings = timings;
        this.quarantine = quarantine;
        this.standalone = domain.isStandalone();
        this.waits = new Waits(domain, timings);
    }

    DomainFold(FoldSnapshot.Domain from, FoldTimings timings, QuarantineRules quarantine) {
        this(from.domain(), timings, quarantine);
        revision = from.revision();
        holdUntil = from.holdUntilMillis();
        hold = from.hold();
        heldSince = from.heldSinceMillis();
        from.hosts().forEach(host -> hosts.put(host.host(), new HostFold(host)));
        waits.restore(from.detection());
    }

    FoldSnapshot.Domain snapshot() {
        List<FoldSnapshot.Host> states = new ArrayList<>(hosts.size());
        hosts.values().forEach(host -> states.add(host.snapshot()));
        return new FoldSnapshot.Domain(
                domain, revision, holdUntil, hold, heldSince, states, waits.snapshot());
    }

    /**
     * Judges all hosts at one moment of log time. What it finds comes in this order: for each host
     * in the order of the roster the end of its quarantine, its suspicion, isolation or failure and
     * the quarantine that follows; then the beginning or end of the hold.
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
            if (host.isQuarantined() && now >= host.quarantinedUntil()) {
                found.add(release(host, QuarantineEnded.Cause.TIME_PASSED, null, now));
            }
            if (!host.liveness().isJudged()) {
                continue;
            }
            long since = Math.max(host.acceptedAt(), restartedAt);
            doubt(host, since, now, found);
            boolean past = now - Math.max(since, holdUntil) >= waits.of(host);
            if (!past || majority || standalone) {
                continue;
            }
            if (host.isOverdue()) {
                lookAgain(host, now, found);
            } else if (2 * failed >= hosts.size()) {
                blocked = true;
            } else if (host.watchdog()) {
                fail(host, now, FencingEvidence.LEASE_EXPIRED_UNDER_WATCHDOG, found);
                failed++;
            } else {
                giveUp(host, now, found);
            }
        }
        boolean silenceHolds = silence.heardBefore() > 0 && (majority || standalone);
        HoldReason reason =
                silenceHolds ? HoldReason.MAJORITY_SILENT : blocked ? HoldReason.HALF_FAILED : null;
        holdFor(reason, silence.all(), failed, now, found);
    }

    /** Tells of a silence that is worth telling, before anything is decided. */
    private void doubt(HostFold host, long since, long now, List<NodeEvent> found) {
        if (host.liveness() == HostLiveness.UP
                && now - since >= waits.suspicion()
                && !host.isExcused(now)) {
            host.become(HostLiveness.SUSPECT);
            found.add(
                    new HostSuspect(
                            host.host(),
                            domain,
                            host.boot(),
                            host.tenure(),
                            instant(now),
                            host.expected(now)));
        }
        if (host.liveness() == HostLiveness.SUSPECT && now - since >= waits.leaseOf(host)) {
            isolate(host, now, found);
        }
    }

    /**
     * Tells that peers hear the host, if any does.
     *
     * @return whether any does
     */
    private boolean isolate(HostFold host, long now, List<NodeEvent> found) {
        HostFold first = null;
        int hearing = 0;
        for (HostFold peer : hosts.values()) {
            if (peer.liveness() == HostLiveness.UP
                    && now - peer.acceptedAt() <= timings.silent()
                    && peer.hears(host.host())) {
                first = first == null ? peer : first;
                hearing++;
            }
        }
        if (first == null || standalone) {
            return false;
        }
        if (host.liveness() != HostLiveness.ISOLATED) {
            host.become(HostLiveness.ISOLATED);
            found.add(
                    new HostIsolated(
                            host.host(),
                            domain,
                            host.boot(),
                            host.tenure(),
                            first.host(),
                            hearing,
                            instant(now)));
        }
        return true;
    }

    /** The threshold has passed, and nothing proves what became of the host's VMs. */
    private void giveUp(HostFold host, long now, List<NodeEvent> found) {
        if (!isolate(host, now, found)) {
            found.add(unreachable(host, now));
        }
        countFailure(host, now, found);
    }

    /** An isolated host that its peers have ceased to hear may as well be dead. */
    private void lookAgain(HostFold host, long now, List<NodeEvent> found) {
        if (host.liveness() == HostLiveness.ISOLATED && !isolate(host, now, found)) {
            found.add(unreachable(host, now));
        }
    }

    /** Counts a silence once, and not at all when it was expected. */
    private void countFailure(HostFold host, long now, List<NodeEvent> found) {
        if (host.isOverdue()) {
            return;
        }
        host.judged();
        if (host.expected(now) != null) {
            return;
        }
        List<Long> recent = quarantine.with(host.failures(), now);
        host.failures(recent);
        if (!quarantine.tooMany(recent)) {
            return;
        }
        int configured = standalone ? 1 : hosts.size();
        int allowed = quarantine.allowed(configured);
        int quarantined =
                standalone
                        ? 0
                        : (int) hosts.values().stream().filter(HostFold::isQuarantined).count();
        if (host.isQuarantined() || quarantined < allowed) {
            long until = now + quarantine.lasting().toMillis();
            host.quarantine(until);
            found.add(
                    new HostQuarantined(
                            host.host(),
                            domain,
                            recent.size(),
                            quarantine.within(),
                            instant(until),
                            instant(now)));
        } else {
            found.add(
                    new QuarantineWithheld(
                            host.host(),
                            domain,
                            recent.size(),
                            quarantined,
                            allowed,
                            configured,
                            instant(now)));
        }
    }

    private QuarantineEnded release(
            HostFold host, QuarantineEnded.Cause cause, @Nullable String by, long now) {
        host.release();
        return new QuarantineEnded(host.host(), domain, cause, by, instant(now));
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

    /**
     * Takes up a beat that is newer than all of its host before.
     *
     * @param timestamp of the broker, by its calendar
     */
    void accept(HostFold host, HostBeat beat, long now, long timestamp, List<NodeEvent> found) {
        boolean up = host.isNewBoot(beat) || host.liveness() == HostLiveness.FAILED;
        HostLiveness before = host.liveness();
        host.accept(beat, now, timestamp);
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
        fail(host, now, evidence, found);
        return Outcome.Plain.FOLDED;
    }

    /** Takes up somebody's word that a host may take VMs again. */
    Outcome accept(QuarantineLifted word, HostFold host, long now, List<NodeEvent> found) {
        if (!host.isQuarantined()) {
            return new Outcome.Refused(new Refusal.NotQuarantined(host.host(), domain), true);
        }
        found.add(release(host, QuarantineEnded.Cause.LIFTED, word.by(), now));
        return Outcome.Plain.FOLDED;
    }

    /** Takes up what an administrator has set for the domain. */
    Outcome accept(DetectionSet set) {
        return waits.accept(set);
    }

    /** How long is waited for its hosts. */
    Waits waits() {
        return waits;
    }

    /**
     * Takes up a newer roster: hosts that stay keep what is known of them, others are forgotten.
     */
    boolean accept(RosterSet roster, long now, List<NodeEvent> found) {
        if (roster.revision() <= revision) {
            return false;
        }
        List<HostId> away = roster.inMaintenance();
        Set<HostId> maintenance = away == null ? Set.of() : Set.copyOf(away);
        Map<HostId, HostFold> next = new LinkedHashMap<>();
        for (HostId node : roster.nodes()) {
            HostFold known = hosts.remove(node);
            HostFold host = known == null ? new HostFold(node) : known;
            host.inMaintenance(maintenance.contains(node));
            next.put(node, host);
        }
        for (HostFold left : hosts.values()) {
            if (left.isQuarantined()) {
                found.add(release(left, QuarantineEnded.Cause.HOST_LEFT, null, now));
            }
        }
        hosts = next;
        revision = roster.revision();
        return true;
    }

    /**
     * Judges the clocks of the hosts that have been measured.
     *
     * @param median of the distances of all measured hosts
     */
    void compareClocks(long median, long now, List<NodeEvent> found) {
        for (HostFold host : hosts.values()) {
            ClockOffset offset = host.offset();
            if (offset.measured().isEmpty()) {
                continue;
            }
            long skew = median - offset.measured().getAsLong();
            boolean before = offset.isSkewed();
            boolean wrong = SkewRules.isWrong(skew, before);
            offset.judge(wrong);
            if (wrong && !before) {
                found.add(new ClockSkewed(host.host(), domain, skew, instant(now)));
            } else if (!wrong && before) {
                found.add(new ClockSettled(host.host(), domain, skew, instant(now)));
            }
        }
    }

    /** What it counts. */
    Roster roster() {
        return new Roster(
                domain,
                revision,
                hosts.keySet(),
                hosts.values().stream()
                        .filter(HostFold::inMaintenance)
                        .map(HostFold::host)
                        .collect(Collectors.toSet()));
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

    @Nullable HoldReason hold() {
        return hold;
    }

    private void fail(HostFold host, long now, FencingEvidence evidence, List<NodeEvent> found) {
        boolean waited = evidence == FencingEvidence.LEASE_EXPIRED_UNDER_WATCHDOG;
        host.become(HostLiveness.FAILED);
        found.add(
                new HostFailed(
                        host.host(),
                        domain,
                        host.boot(),
                        host.highestTenure(),
                        instant(now),
                        instant(host.acceptedAt()),
                        evidence,
                        host.expected(now),
                        waited ? Duration.ofMillis(waits.of(host)) : null,
                        waited ? Duration.ofMillis(waits.leaseOf(host)) : null));
        countFailure(host, now, found);
    }

    private HostUnreachable unreachable(HostFold host, long now) {
        host.become(HostLiveness.UNREACHABLE);
        return new HostUnreachable(
                host.host(), domain, host.boot(), host.tenure(), instant(now), host.expected(now));
    }

    private static Instant instant(long logTimeMillis) {
        return Instant.ofEpochMilli(logTimeMillis);
    }
}
