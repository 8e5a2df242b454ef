package io.berth.checker;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The good day of {@link Story} with two relationships: the VM of one lives on undisturbed; that of
 * the other dies with its host in the middle of a cycle and is copied on from its new one.
 */
final class ReplicaStory {
    static final Relationship QUIET = new Relationship("r-quiet");
    static final Relationship MOVED = new Relationship("r-moved");
    static final Vm QUIET_VM = Story.vm(2);
    static final Vm MOVED_VM = Story.vm(1);
    static final Host QUIET_HOST = Story.firstHostOf(2);
    static final Host NEW_HOST = Story.HOSTS.get(1);
    static final long EVERY = 5_000;
    static final long FIRST = 4_000;
    static final Host TARGET = new Host("far-away");

    private final Story story;

    private ReplicaStory(Story story) {
        this.story = story;
    }

    static Story good() {
        ReplicaStory replica = new ReplicaStory(Story.good());
        replica.quiet();
        replica.moved();
        replica.story.replication =
                new Question.Replication(Duration.ofSeconds(10), Duration.ofSeconds(1));
        replica.story.scan = new SecretScan(2, 1_000, 20, List.of());
        return replica.story;
    }

    private void quiet() {
        created(QUIET, QUIET_VM);
        long number = 0;
        long last = 0;
        for (long now = FIRST; now < Story.END - 300; now += EVERY) {
            cycle(QUIET, QUIET_VM, ++number, QUIET_HOST, now);
            last = now;
        }
        claim(QUIET, QUIET_VM, last);
    }

    private void moved() {
        created(MOVED, MOVED_VM);
        long number = 0;
        for (long now = FIRST; now < Story.CRASH; now += EVERY) {
            cycle(MOVED, MOVED_VM, ++number, Story.DEAD, now);
        }
        order(MOVED, MOVED_VM, ++number, Story.DEAD, Story.CRASH + 2_000);
        failed(MOVED, MOVED_VM, number, Story.FAILED + 20);
        long last = 0;
        for (long now = Story.FAILED + 200; now < Story.END - 300; now += EVERY) {
            cycle(MOVED, MOVED_VM, ++number, NEW_HOST, now);
            last = now;
        }
        claim(MOVED, MOVED_VM, last);
        order(MOVED, MOVED_VM, ++number, NEW_HOST, Story.END - 100);
    }

    private void created(Relationship id, Vm vm) {
        story.replicaFacts.add(
                new ReplicaFact.Created(
                        story.position("replica.events", 3_000), story.eventId(), id, vm));
    }

    private void cycle(Relationship id, Vm vm, long number, Host source, long now) {
        order(id, vm, number, source, now);
        story.replicaFacts.add(
                new ReplicaFact.Copied(
                        story.position("hosts.reports", now + 200),
                        story.eventId(),
                        id,
                        vm,
                        number,
                        source));
        story.replicaFacts.add(
                new ReplicaFact.Completed(
                        story.position("replica.events", now + 250),
                        story.eventId(),
                        Story.at(now + 240),
                        id,
                        vm,
                        number,
                        number == 1,
                        source,
                        Story.at(now)));
    }

    private void order(Relationship id, Vm vm, long number, Host source, long now) {
        story.replicaFacts.add(
                new ReplicaFact.Ordered(
                        story.position("hosts.commands", now + 10),
                        story.eventId(),
                        Story.at(now),
                        id,
                        vm,
                        number,
                        number == 1,
                        source,
                        TARGET));
    }

    private void failed(Relationship id, Vm vm, long number, long now) {
        story.replicaFacts.add(
                new ReplicaFact.Failed(
                        story.position("replica.events", now + 10),
                        story.eventId(),
                        Story.at(now),
                        id,
                        vm,
                        number,
                        "SOURCE_FAILED"));
    }

    private void claim(Relationship id, Vm vm, long lastPoint) {
        story.rpoClaims.add(
                new RpoClaim(
                        id,
                        vm,
                        Duration.ofMillis(Story.END - 10 - lastPoint),
                        Story.at(Story.END - 20),
                        Story.at(Story.END - 10)));
    }

    /** The only fact of a type about a cycle. */
    static <F extends ReplicaFact> F only(Story story, Class<F> type, Predicate<F> chosen) {
        List<F> found =
                story.replicaFacts.stream()
                        .filter(type::isInstance)
                        .map(type::cast)
                        .filter(chosen)
                        .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " facts instead of one");
        }
        return found.getFirst();
    }

    static ReplicaFact.Ordered order(Story story, Relationship id, long number) {
        return only(
                story,
                ReplicaFact.Ordered.class,
                order -> order.relationship().equals(id) && order.number() == number);
    }

    static ReplicaFact.Completed completed(Story story, Relationship id, long number) {
        return only(
                story,
                ReplicaFact.Completed.class,
                cycle -> cycle.relationship().equals(id) && cycle.number() == number);
    }

    static ReplicaFact.Copied copied(Story story, Relationship id, long number) {
        return only(
                story,
                ReplicaFact.Copied.class,
                copy -> copy.relationship().equals(id) && copy.number() == number);
    }

    /** Puts another fact in the place of one. */
    static <F extends ReplicaFact> void edit(Story story, F fact, UnaryOperator<F> edit) {
        ReplicaFact edited = edit.apply(fact);
        story.replicaFacts.replaceAll(one -> one == fact ? edited : one);
    }

    /** The same order by another decision. */
    static ReplicaFact.Ordered ordered(
            ReplicaFact.Ordered order, String eventId, long decidedAt, long number) {
        return new ReplicaFact.Ordered(
                order.at(),
                eventId,
                Story.at(decidedAt),
                order.relationship(),
                order.vm(),
                number,
                order.initial(),
                order.source(),
                order.target());
    }

    /** The same completion with other claims. */
    static ReplicaFact.Completed completed(
            ReplicaFact.Completed cycle, boolean initial, Host source, long pointAt) {
        return new ReplicaFact.Completed(
                cycle.at(),
                cycle.eventId(),
                cycle.decidedAt(),
                cycle.relationship(),
                cycle.vm(),
                cycle.number(),
                initial,
                source,
                Story.at(pointAt));
    }
}
