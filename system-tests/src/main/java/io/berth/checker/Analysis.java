package io.berth.checker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A history as the rules need it: repeated events dropped, everything by VM and host, restricted to
 * the question's domains. Computed once, never changed.
 */
final class Analysis {
    private final History history;
    private final Question question;
    private final Map<Host, HostTimeline> timelines;
    private final Map<Vm, Definition> definitions = new TreeMap<>();
    private final Map<Vm, List<Run>> runs = new TreeMap<>();
    private final Map<Vm, List<Decision>> decisions = new TreeMap<>();
    private final List<NodeFact> nodeFacts;
    private final List<Relation> relations;
    private final Map<Vm, List<Observation.Completion>> starts = new TreeMap<>();

    /** What makes a start; an agent repeats its answer when the command or the broker does. */
    private record Start(Host host, Boot boot, Vm vm, Epoch epoch) {}

    Analysis(History history, Question question) {
        this.history = history;
        this.question = question;
        this.timelines = HostTimeline.of(history.observations());
        for (Definition definition : history.definitions()) {
            if (question.domains().contains(definition.domain())) {
                definitions.put(definition.vm(), definition);
            }
        }
        for (HostTimeline timeline : timelines.values()) {
            timeline.runs().forEach(run -> add(runs, run.vm(), run));
        }
        runs.values().forEach(own -> own.sort(Comparator.comparing(Run::from)));
        Set<String> seen = new HashSet<>();
        for (Decision decision : history.decisions()) {
            if (seen.add(decision.eventId())) {
                add(decisions, decision.vm(), decision);
            }
        }
        this.nodeFacts =
                history.nodeFacts().stream()
                        .filter(fact -> question.domains().contains(fact.domain()))
                        .filter(fact -> seen.add(fact.eventId()))
                        .toList();
        this.relations = Relation.of(history.replicaFacts(), definitions.keySet());
        Set<Start> started = new HashSet<>();
        for (Observation observation : history.observations()) {
            if (observation instanceof Observation.Completion done
                    && done.outcome() == Observation.Outcome.STARTED
                    && started.add(new Start(done.host(), done.boot(), done.vm(), done.epoch()))) {
                add(starts, done.vm(), done);
            }
        }
    }

    private <T> void add(Map<Vm, List<T>> map, Vm vm, T element) {
        if (definitions.containsKey(vm)) {
            map.computeIfAbsent(vm, v -> new ArrayList<>()).add(element);
        }
    }

    History history() {
        return history;
    }

    Question question() {
        return question;
    }

    /** The VMs of the question's domains. */
    Map<Vm, Definition> definitions() {
        return definitions;
    }

    /** Runs of one VM on all hosts, by their beginnings. */
    List<Run> runs(Vm vm) {
        return runs.getOrDefault(vm, List.of());
    }

    /** How many runs there were of all VMs. */
    int runCount() {
        return runs.values().stream().mapToInt(List::size).sum();
    }

    /** Decisions about one VM, each once, in the order of its partition. */
    List<Decision> decisions(Vm vm) {
        return decisions.getOrDefault(vm, List.of());
    }

    /** The last decision about a VM that is not merely a confirmation. */
    @Nullable Decision lastDecision(Vm vm) {
        Decision last = null;
        for (Decision decision : decisions(vm)) {
            if (!(decision instanceof Decision.Confirmed)) {
                last = decision;
            }
        }
        return last;
    }

    /** What the monitor said, each fact once. */
    List<NodeFact> nodeFacts() {
        return nodeFacts;
    }

    /** Replication of the question's VMs. */
    List<Relation> relations() {
        return relations;
    }

    /** Starts of one VM that its hosts reported, each once, in the order of reading. */
    List<Observation.Completion> starts(Vm vm) {
        return starts.getOrDefault(vm, List.of());
    }

    /** The timeline of a host; absent when nothing was heard of it. */
    @Nullable HostTimeline timeline(Host host) {
        return timelines.get(host);
    }

    /** Whether the host was heard of at the end of the history. */
    boolean lives(Host host) {
        HostTimeline timeline = timelines.get(host);
        return timeline != null
                && !timeline.lastHeard().isBefore(history.end().minus(question.living()));
    }

    /** The runs of a VM that go on at the end of the history on living hosts. */
    List<Run> runningAtEnd(Vm vm) {
        return runs(vm).stream().filter(run -> run.endedBy() == null && lives(run.host())).toList();
    }

    /** Hosts that belong to the question's domains: those that ran one of its VMs. */
    Set<Host> hostsWithVms() {
        Set<Host> hosts = new HashSet<>();
        runs.values().forEach(own -> own.forEach(run -> hosts.add(run.host())));
        return hosts;
    }

    /** The first failure of a host that was declared at or after a moment. */
    NodeFact.@Nullable Failed failureAfter(Host host, Instant moment) {
        for (NodeFact fact : nodeFacts) {
            if (fact instanceof NodeFact.Failed failed
                    && failed.host().equals(host)
                    && !failed.at().time().isBefore(moment)) {
                return failed;
            }
        }
        return null;
    }
}
