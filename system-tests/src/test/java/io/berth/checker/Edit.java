package io.berth.checker;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Ways to break a story. */
final class Edit {
    private Edit() {}

    static Position later(Position at, long millis) {
        return new Position(at.topic(), at.partition(), at.offset(), at.time().plusMillis(millis));
    }

    /** Nothing of the VM's second life is left: neither decision nor start nor sight of it. */
    static void withhold(Story story, Vm vm) {
        story.decisions.removeIf(decision ->
                decision.vm().equals(vm)
                        && decision.epoch().value() == 2
                        && !(decision instanceof Decision.Lost));
        story.observations.removeIf(observation ->
                observation instanceof Observation.Completion done
                        && done.vm().equals(vm)
                        && done.epoch().value() == 2);
        tables(
                story,
                observation -> true,
                running -> {
                    Map<Vm, Epoch> without = new HashMap<>(running);
                    without.remove(vm, new Epoch(2));
                    return without;
                });
    }

    /** On this host, from one moment to another, the VM runs too. */
    static void alsoRuns(Story story, Vm vm, long epoch, Host host, long from, long to) {
        Instant first = Story.at(from);
        Instant last = Story.at(to);
        tables(
                story,
                observation ->
                        observation.host().equals(host)
                                && !observation.at().time().isBefore(first)
                                && !observation.at().time().isAfter(last),
                running -> {
                    Map<Vm, Epoch> with = new HashMap<>(running);
                    with.put(vm, new Epoch(epoch));
                    return with;
                });
    }

    /** On this host, from one moment to another, the VM does not run. */
    static void doesNotRun(Story story, Vm vm, Host host, long from, long to) {
        tables(
                story,
                observation ->
                        observation.host().equals(host)
                                && !observation.at().time().isBefore(Story.at(from))
                                && !observation.at().time().isAfter(Story.at(to)),
                running -> {
                    Map<Vm, Epoch> without = new HashMap<>(running);
                    without.remove(vm);
                    return without;
                });
    }

    /** Edits what chosen looks show; every beat then carries its table. */
    static void tables(
            Story story, Predicate<Observation> chosen, UnaryOperator<Map<Vm, Epoch>> edit) {
        Map<Host, Map<String, Map<Vm, Epoch>>> byDigest = new HashMap<>();
        story.observations.replaceAll(observation ->
                switch (observation) {
                    case Observation.Beat beat -> {
                        Map<String, Map<Vm, Epoch>> known =
                                byDigest.computeIfAbsent(beat.host(), h -> new HashMap<>());
                        Map<Vm, Epoch> own = beat.running();
                        if (own != null) {
                            known.put(beat.digest(), own);
                        }
                        Map<Vm, Epoch> was = known.getOrDefault(beat.digest(), Map.of());
                        Map<Vm, Epoch> is = chosen.test(beat) ? edit.apply(was) : was;
                        yield new Observation.Beat(
                                beat.at(),
                                beat.host(),
                                beat.boot(),
                                beat.sequence(),
                                beat.acknowledged(),
                                beat.fenced(),
                                is.toString(),
                                is);
                    }
                    case Observation.Table table ->
                            new Observation.Table(
                                    table.at(),
                                    table.host(),
                                    table.boot(),
                                    table.fenced(),
                                    table.trigger(),
                                    chosen.test(table)
                                            ? edit.apply(table.running())
                                            : table.running());
                    case Observation.Completion done -> done;
                });
    }

    /** Replaces one decision by another epoch of it. */
    static Decision withEpoch(Decision decision, long value) {
        Epoch epoch = new Epoch(value);
        return switch (decision) {
            case Decision.Placed d ->
                    new Decision.Placed(
                            d.at(), d.eventId(), d.vm(), epoch, d.host(), d.afterLoss());
            case Decision.Confirmed d ->
                    new Decision.Confirmed(d.at(), d.eventId(), d.vm(), epoch, d.host());
            case Decision.Lost d -> new Decision.Lost(d.at(), d.eventId(), d.vm(), epoch, d.host());
            case Decision.Waiting d ->
                    new Decision.Waiting(d.at(), d.eventId(), d.vm(), epoch, d.host());
            case Decision.Unplaceable d ->
                    new Decision.Unplaceable(d.at(), d.eventId(), d.vm(), epoch, d.explained());
            case Decision.Stopped d -> new Decision.Stopped(d.at(), d.eventId(), d.vm(), epoch);
        };
    }

    /** The same decision as a new event. */
    static Decision anew(Story story, Decision decision) {
        String id = story.eventId();
        return switch (decision) {
            case Decision.Placed d ->
                    new Decision.Placed(d.at(), id, d.vm(), d.epoch(), d.host(), d.afterLoss());
            case Decision.Confirmed d ->
                    new Decision.Confirmed(d.at(), id, d.vm(), d.epoch(), d.host());
            case Decision.Lost d -> new Decision.Lost(d.at(), id, d.vm(), d.epoch(), d.host());
            case Decision.Waiting d ->
                    new Decision.Waiting(d.at(), id, d.vm(), d.epoch(), d.host());
            case Decision.Unplaceable d ->
                    new Decision.Unplaceable(d.at(), id, d.vm(), d.epoch(), d.explained());
            case Decision.Stopped d -> new Decision.Stopped(d.at(), id, d.vm(), d.epoch());
        };
    }

    /** The kinds of a verdict's findings about a subject. */
    static List<Finding.Kind> about(Verdict verdict, String subject) {
        return verdict.findings().stream()
                .filter(finding -> finding.subject().equals(subject))
                .map(Finding::kind)
                .distinct()
                .toList();
    }
}
