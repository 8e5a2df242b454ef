package io.berth.checker;

import io.berth.checker.Finding.Kind;
import io.berth.checker.Question.QuietPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * In a phase in which the broker, or most of a cluster, was out of reach, nothing at all happens to
 * the fleet: no host is declared failed, nothing is decided, no host fences itself or reboots, and
 * every VM runs on, at the same place and epoch, from before the fault until after it. The fault
 * itself must be visible in the log, or the phase proves nothing.
 */
final class QuietPhaseRule implements Rule {
    @Override
    public List<Finding> judge(Analysis analysis) {
        List<Finding> findings = new ArrayList<>();
        for (QuietPhase phase : analysis.question().quietPhases()) {
            claims(analysis, phase, findings);
            hold(analysis, phase, findings);
            effect(analysis, phase, findings);
            Set<Host> hosts = new TreeSet<>(analysis.hostsWithVms());
            hosts.addAll(phase.silenced());
            hosts.forEach(host -> unchanged(analysis, phase, host, findings));
        }
        return findings;
    }

    private static boolean within(QuietPhase phase, Position at) {
        return !at.time().isBefore(phase.from()) && !at.time().isAfter(phase.to());
    }

    private static void claims(Analysis analysis, QuietPhase phase, List<Finding> findings) {
        for (NodeFact fact : analysis.nodeFacts()) {
            if (fact instanceof NodeFact.Failed failed && within(phase, failed.at())) {
                findings.add(
                        new Finding(
                                Kind.FAILED_IN_QUIET_PHASE,
                                failed.host().id(),
                                "declared failed in phase " + phase.name(),
                                List.of(failed.at())));
            }
        }
        for (Vm vm : analysis.definitions().keySet()) {
            for (Decision decision : analysis.decisions(vm)) {
                if (!(decision instanceof Decision.Confirmed) && within(phase, decision.at())) {
                    findings.add(
                            new Finding(
                                    Kind.DECIDED_IN_QUIET_PHASE,
                                    vm.id(),
                                    decision.getClass().getSimpleName()
                                            + " in phase "
                                            + phase.name(),
                                    List.of(decision.at())));
                }
            }
        }
    }

    private static void hold(Analysis analysis, QuietPhase phase, List<Finding> findings) {
        Domain domain = phase.heldDomain();
        if (domain == null) {
            return;
        }
        boolean held = false;
        boolean released = false;
        for (NodeFact fact : analysis.nodeFacts()) {
            if (fact.domain().equals(domain) && within(phase, fact.at())) {
                held |= fact instanceof NodeFact.Held;
                released |= held && fact instanceof NodeFact.Released;
            }
        }
        if (!released) {
            findings.add(
                    new Finding(
                            Kind.NO_HOLD,
                            domain.id(),
                            "phase "
                                    + phase.name()
                                    + (held ? ": the hold was not released" : ": nothing was held"),
                            List.of()));
        }
    }

    private static void effect(Analysis analysis, QuietPhase phase, List<Finding> findings) {
        if (phase.silenced().isEmpty() && phase.atLeast().isPositive()) {
            findings.add(
                    new Finding(
                            Kind.FAULT_NOT_EFFECTIVE,
                            phase.name(),
                            "no silenced host is named, so no silence is proven",
                            List.of()));
        }
        for (Host host : phase.silenced()) {
            Duration silence = longestSilence(analysis, phase, host);
            if (silence.compareTo(phase.atLeast()) < 0) {
                findings.add(
                        new Finding(
                                Kind.FAULT_NOT_EFFECTIVE,
                                host.id(),
                                "silent for "
                                        + silence.toMillis()
                                        + " ms at most in phase "
                                        + phase.name()
                                        + "; at least "
                                        + phase.atLeast().toMillis()
                                        + " ms are needed to prove anything",
                                List.of()));
            }
        }
    }

    private static Duration longestSilence(Analysis analysis, QuietPhase phase, Host host) {
        HostTimeline timeline = analysis.timeline(host);
        Duration longest = Duration.ZERO;
        if (timeline == null) {
            return longest;
        }
        Instant before = phase.from();
        List<Instant> marks =
                new ArrayList<>(timeline.appends().subSet(phase.from(), true, phase.to(), true));
        marks.add(phase.to());
        for (Instant mark : marks) {
            Duration gap = Duration.between(before, mark);
            longest = gap.compareTo(longest) > 0 ? gap : longest;
            before = mark;
        }
        return longest;
    }

    private static void unchanged(
            Analysis analysis, QuietPhase phase, Host host, List<Finding> findings) {
        HostTimeline timeline = analysis.timeline(host);
        if (timeline == null) {
            findings.add(
                    new Finding(
                            Kind.UNSEEN_AFTER_QUIET_PHASE,
                            host.id(),
                            "was never heard of",
                            List.of()));
            return;
        }
        if (timeline.lastHeard().isBefore(phase.from())) {
            deadBefore(analysis, phase, host, findings);
            return;
        }
        Map<Vm, Run> before = timeline.runningAt(phase.from());
        for (Sighting sighting : timeline.sightings()) {
            if (sighting.notAfter().isBefore(phase.from())) {
                continue;
            }
            List<Finding> differences = difference(phase, host, before, sighting);
            if (!differences.isEmpty()) {
                findings.addAll(differences);
                return;
            }
            if (sighting instanceof Sighting.Whole whole
                    && !whole.notBefore().isBefore(phase.to())) {
                return;
            }
        }
        findings.add(
                new Finding(
                        Kind.UNSEEN_AFTER_QUIET_PHASE,
                        host.id(),
                        "no VM table of it was made after phase " + phase.name(),
                        List.of()));
    }

    private static void deadBefore(
            Analysis analysis, QuietPhase phase, Host host, List<Finding> findings) {
        boolean crashed =
                analysis.question().crashes().stream()
                        .anyMatch(crash ->
                                crash.host().equals(host) && crash.at().isBefore(phase.from()));
        if (!crashed) {
            findings.add(
                    new Finding(
                            Kind.UNSEEN_AFTER_QUIET_PHASE,
                            host.id(),
                            "was last heard of before phase " + phase.name(),
                            List.of()));
        }
    }

    private static List<Finding> difference(
            QuietPhase phase, Host host, Map<Vm, Run> before, Sighting sighting) {
        List<String> changes = new ArrayList<>();
        boolean fenced = false;
        before.values().stream()
                .map(Run::boot)
                .filter(boot -> !boot.equals(sighting.boot()))
                .findFirst()
                .ifPresent(boot -> changes.add("boot " + boot + " → " + sighting.boot()));
        switch (sighting) {
            case Sighting.Whole whole -> {
                fenced = whole.fenced();
                Map<Vm, Epoch> was = new TreeMap<>();
                before.forEach((vm, run) -> was.put(vm, run.epoch()));
                Set<Vm> all = new TreeSet<>(was.keySet());
                all.addAll(whole.running().keySet());
                for (Vm vm : all) {
                    Epoch then = was.get(vm);
                    Epoch now = whole.running().get(vm);
                    if (then == null || !then.equals(now)) {
                        changes.add(vm + " " + epoch(then) + " → " + epoch(now));
                    }
                }
            }
            case Sighting.One one -> {
                Run run = before.get(one.vm());
                boolean ran = run != null && run.epoch().compareTo(one.epoch()) <= 0;
                if (one.running() != ran) {
                    changes.add(one.vm() + (one.running() ? " started" : " stopped"));
                }
            }
        }
        List<Finding> findings = new ArrayList<>();
        if (fenced) {
            findings.add(
                    new Finding(
                            Kind.FENCED_IN_QUIET_PHASE,
                            host.id(),
                            "is fenced in phase " + phase.name(),
                            List.of(sighting.at())));
        }
        if (!changes.isEmpty()) {
            findings.add(
                    new Finding(
                            Kind.CHANGED_IN_QUIET_PHASE,
                            host.id(),
                            "in phase " + phase.name() + ": " + String.join(", ", changes),
                            List.of(sighting.at())));
        }
        return findings;
    }

    private static String epoch(@Nullable Epoch epoch) {
        return epoch == null ? "not running" : "running at epoch " + epoch;
    }
}
