package io.berth.simulator.replica;

import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.replica.CycleKind;
import io.berth.simulator.replica.MoverInput.CycleOrdered;
import io.berth.simulator.replica.MoverOutput.Answer;
import io.berth.simulator.replica.MoverOutput.AnswerAgain;
import io.berth.simulator.replica.MoverOutput.Send;
import io.berth.simulator.replica.ReplicaMessage.Accepted;
import io.berth.simulator.replica.ReplicaMessage.Confirmed;
import io.berth.simulator.replica.ReplicaMessage.Declined;
import io.berth.simulator.replica.ReplicaMessage.Offer;
import io.berth.simulator.replica.ReplicaMessage.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The cycles that a host runs for its own VMs. All of it is soft: a host that dies in the middle of
 * a cycle answers nothing, and whoever ordered it finds out by that.
 */
final class CopySource {
    /** Cycles under way at once; beyond them one is refused as busy. */
    static final int MAX_RUNNING = 512;

    /** Disks of VMs that were copied in this life; the first seen goes first. */
    static final int MAX_DISKS = 4096;

    /** How long a target may take to answer. Its disk takes a quarter of a second. */
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);

    /** No copy is quicker: a snapshot is taken and given back. */
    static final Duration SHORTEST_COPY = Duration.ofMillis(20);

    /** How far a cycle is. */
    private enum Phase {
        /** The target was asked. To: SENDING, or over. */
        OFFERED,
        /** Data is on its way. To: SENT, or over. */
        SENDING,
        /** All data is sent, and the copy was quicker than any can be. To: WRITTEN, or over. */
        SENT,
        /** The target was asked to keep it. To: over. */
        WRITTEN
    }

    private static final class Running {
        final RunReplicaCycle command;
        final VmSpec vm;
        final Duration orderedAt;
        Phase phase = Phase.OFFERED;
        Duration until;
        Instant pointAt = Instant.EPOCH;
        long bytes;

        Running(RunReplicaCycle command, VmSpec vm, Duration orderedAt) {
            this.command = command;
            this.vm = vm;
            this.orderedAt = orderedAt;
            this.until = orderedAt.plus(ANSWER_WITHIN);
        }

        RelationshipId id() {
            return command.relationship();
        }
    }

    private final CopySizes sizes;
    private final LinkShare link;
    private final CycleMemory memory = new CycleMemory();
    private final Map<RelationshipId, Running> running = new TreeMap<>();
    private final Map<VmId, VmSpec> disks = new LinkedHashMap<>();
    private final List<MoverOutput> outputs;

    CopySource(CopySizes sizes, LinkShare link, List<MoverOutput> outputs) {
        this.sizes = sizes;
        this.link = link;
        this.outputs = outputs;
    }

    Optional<Duration> nextWake() {
        return running.values().stream()
                .filter(one -> one.phase != Phase.SENDING)
                .map(one -> one.until)
                .reduce(CopySource::earlier)
                .map(until -> link.nextEnd().map(end -> earlier(end, until)).orElse(until))
                .or(link::nextEnd);
    }

    void diskDiscarded(VmId vm) {
        disks.remove(vm);
    }

    int runningCycles() {
        return running.size();
    }

    void ordered(CycleOrdered order, Duration now) {
        RunReplicaCycle command = order.command();
        Optional<Answer> known = memory.answerTo(command.command());
        if (known.isPresent()) {
            outputs.add(new AnswerAgain(known.get()));
            return;
        }
        @Nullable Running current = running.get(command.relationship());
        if (current != null && current.command.command().equals(command.command())) {
            return;
        }
        Optional<CycleNumber> highest = memory.highest(command.relationship());
        if (highest.isPresent() && !highest.get().isBefore(command.cycle())) {
            refuse(
                    command,
                    Outcome.REFUSED_STALE_CYCLE,
                    "cycle %s was seen here, given %s".formatted(highest.get(), command.cycle()));
            return;
        }
        memory.seen(command.relationship(), command.cycle());
        boolean last = command.kind() == CycleKind.LAST_DELTA;
        if (order.executing() != null && !last) {
            disks.put(command.vm(), order.executing());
            if (disks.size() > MAX_DISKS) {
                disks.remove(disks.keySet().iterator().next());
            }
        }
        @Nullable VmSpec vm = last ? disks.get(command.vm()) : order.executing();
        if (last && order.executing() != null) {
            refuse(
                    command,
                    Outcome.REFUSED_VM_EXECUTES,
                    command.vm() + " executes on " + command.host());
        } else if (vm == null && last) {
            refuse(
                    command,
                    Outcome.REFUSED_VM_NOT_HERE,
                    "the disk of " + command.vm() + " is not known on " + command.host());
        } else if (vm == null) {
            refuse(
                    command,
                    Outcome.REFUSED_VM_NOT_HERE,
                    command.vm() + " does not execute on " + command.host());
        } else if (current != null) {
            refuse(
                    command,
                    Outcome.REFUSED_BUSY,
                    "cycle %s runs since %s"
                            .formatted(current.command.cycle(), now.minus(current.orderedAt)));
        } else if (running.size() >= MAX_RUNNING) {
            refuse(
                    command,
                    Outcome.REFUSED_BUSY,
                    MAX_RUNNING + " cycles run on this host, the most at once");
        } else {
            running.put(command.relationship(), new Running(command, vm, now));
            send(
                    command.target(),
                    new Offer(
                            command.relationship(), command.vm(), command.cycle(), command.kind()));
        }
    }

    void accepted(HostId from, Accepted accepted, Duration now, Instant wallClock) {
        @Nullable Running one = find(from, accepted, Phase.OFFERED);
        if (one == null) {
            return;
        }
        Instant held = accepted.heldPoint();
        one.phase = Phase.SENDING;
        one.pointAt = wallClock;
        one.bytes =
                one.command.kind() == CycleKind.INITIAL_COPY || held == null
                        ? sizes.whole(one.vm)
                        : sizes.changes(
                                one.command.vm(), one.vm, Duration.between(held, wallClock));
        one.until = now.plus(SHORTEST_COPY);
        link.begin(one.id(), one.bytes);
    }

    void confirmed(HostId from, Confirmed confirmed, Duration now) {
        @Nullable Running one = find(from, confirmed, Phase.WRITTEN);
        if (one != null) {
            finish(one, Outcome.COPIED, "", now);
        }
    }

    void declined(HostId from, Declined declined, Duration now) {
        @Nullable Running one = running.get(declined.relationship());
        if (one == null
                || !one.command.cycle().equals(declined.cycle())
                || !one.command.target().equals(from)) {
            return;
        }
        Outcome outcome =
                switch (declined.reason()) {
                    case LACKS_COPY -> Outcome.TARGET_LACKS_COPY;
                    case SUPERSEDED -> Outcome.REFUSED_STALE_CYCLE;
                    case FULL, NOT_EXPECTED -> Outcome.TARGET_UNREACHABLE;
                };
        finish(one, outcome, from + " says: " + declined.detail(), now);
    }

    /** The VM executes here no longer, so its cycles have nothing left to copy. */
    void ceased(VmId vm, Duration now) {
        for (Running one : List.copyOf(running.values())) {
            if (one.command.vm().equals(vm) && one.command.kind() != CycleKind.LAST_DELTA) {
                finish(one, Outcome.REFUSED_VM_NOT_HERE, vm + " stopped while it was copied", now);
            }
        }
    }

    /** Does what is due by the clock. */
    void due(Duration now) {
        for (RelationshipId sent : link.advance(now)) {
            @Nullable Running one = running.get(sent);
            if (one != null && one.phase == Phase.SENDING) {
                one.phase = Phase.SENT;
            }
        }
        for (Running one : List.copyOf(running.values())) {
            if (one.phase != Phase.SENDING && one.until.compareTo(now) <= 0) {
                overdue(one, now);
            }
        }
    }

    private void overdue(Running one, Duration now) {
        switch (one.phase) {
            case SENT -> {
                one.phase = Phase.WRITTEN;
                one.until = now.plus(ANSWER_WITHIN);
                send(one.command.target(), new Written(one.id(), one.command.cycle(), one.pointAt));
            }
            case OFFERED, WRITTEN ->
                    finish(
                            one,
                            Outcome.TARGET_UNREACHABLE,
                            "%s did not %s within %s"
                                    .formatted(
                                            one.command.target(),
                                            one.phase == Phase.OFFERED ? "answer" : "confirm",
                                            ANSWER_WITHIN),
                            now);
            case SENDING -> {}
        }
    }

    private @Nullable Running find(HostId from, ReplicaMessage message, Phase phase) {
        @Nullable Running one = running.get(message.relationship());
        return one != null
                        && one.phase == phase
                        && one.command.cycle().equals(message.cycle())
                        && one.command.target().equals(from)
                ? one
                : null;
    }

    private void finish(Running one, Outcome outcome, String detail, Duration now) {
        running.remove(one.id());
        link.end(one.id());
        long sent =
                switch (one.phase) {
                    case OFFERED, SENDING -> 0;
                    case SENT, WRITTEN -> one.bytes;
                };
        answer(new Answer(one.command, outcome, sent, now.minus(one.orderedAt), detail));
    }

    private void refuse(RunReplicaCycle command, Outcome outcome, String detail) {
        answer(new Answer(command, outcome, 0, Duration.ZERO, detail));
    }

    private void answer(Answer answer) {
        memory.answered(answer);
        outputs.add(answer);
    }

    private void send(HostId to, ReplicaMessage message) {
        outputs.add(new Send(to, message));
    }

    private static Duration earlier(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
