package io.berth.simulator.replica;

import io.berth.contracts.ids.RelationshipId;
import io.berth.simulator.replica.MoverInput.CopiesLost;
import io.berth.simulator.replica.MoverInput.CycleOrdered;
import io.berth.simulator.replica.MoverInput.DiscardOrdered;
import io.berth.simulator.replica.MoverInput.DropOrdered;
import io.berth.simulator.replica.MoverInput.PromoteOrdered;
import io.berth.simulator.replica.MoverInput.Received;
import io.berth.simulator.replica.MoverInput.Tick;
import io.berth.simulator.replica.MoverInput.VmCeased;
import io.berth.simulator.replica.ReplicaMessage.Accepted;
import io.berth.simulator.replica.ReplicaMessage.Confirmed;
import io.berth.simulator.replica.ReplicaMessage.Declined;
import io.berth.simulator.replica.ReplicaMessage.Offer;
import io.berth.simulator.replica.ReplicaMessage.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The data mover of one host, for one life of it: it copies the host's VMs to other hosts when told
 * to, and keeps copies of theirs. It knows nothing of leases: a copy is taken wherever the VM
 * executes, and whether that is right is for the agent to say, which stops the VM where it is not.
 *
 * <p><b>Goals.</b> Every order is answered exactly alike however often it comes, unless the host
 * dies; a copy that was confirmed is on the target's disk; a late cycle never replaces a later one.
 *
 * <p><b>Constraints.</b> No threads, no clock, no I/O: time comes in with each input and what is to
 * be done goes out as a list. Inputs must come one after another.
 *
 * <p><b>Steps</b> of a cycle: the source checks that the VM executes here, that the cycle is higher
 * than any it has seen of the relationship and that none is under way. It offers the cycle to the
 * target, which accepts and names the point that it holds, or declines. The source sends the whole
 * VM or its changes since that point, shared with its other cycles over one link ({@link
 * LinkShare}), and asks the target to keep them. The target writes its disk and confirms. Then the
 * source answers {@code COPIED}. A target that does not accept, or does not confirm, within three
 * seconds is {@code TARGET_UNREACHABLE}.
 *
 * <p><b>Worked example.</b> A VM of 4096 MiB over a link of 10 Gbit/s: the first copy is 512 MiB
 * and takes 0.43 s, or 0.86 s beside another. Thirty seconds later a VM that writes 1 MiB a second
 * has 15 MiB to send, compressed, which takes 20 ms, the shortest copy.
 *
 * <p><b>Complexity.</b> A step costs the number of cycles under way on this host.
 */
public final class DataMover {
    private final CopySource source;
    private final CopyTarget target;
    private final List<MoverOutput> outputs = new ArrayList<>();
    private Duration last = Duration.ZERO;

    /**
     * @param copies on the host's disk
     * @param bytesPerSecond of the host's link, above 0
     */
    public DataMover(
            CopySizes sizes, long bytesPerSecond, Map<RelationshipId, ReplicaCopy> copies) {
        this.source = new CopySource(sizes, new LinkShare(bytesPerSecond), outputs);
        this.target = new CopyTarget(copies, outputs);
    }

    /**
     * Takes up one input.
     *
     * @param now on the host's monotonic clock
     * @param wallClock stamps recovery points and tells how much a VM has written since the last
     * @return what is to be done, in this order
     * @throws IllegalArgumentException when {@code now} is before that of an earlier step
     */
    public List<MoverOutput> step(Duration now, Instant wallClock, MoverInput input) {
        if (now.compareTo(last) < 0) {
            throw new IllegalArgumentException(
                    "the data mover's clock went back from " + last + " to " + now);
        }
        last = now;
        source.due(now);
        take(now, wallClock, input);
        source.due(now);
        List<MoverOutput> done = List.copyOf(outputs);
        outputs.clear();
        return done;
    }

    /** When the next {@code Tick} is due at the latest; empty while nothing is under way. */
    public Optional<Duration> nextWake() {
        return source.nextWake();
    }

    /** Cycles of this host's own VMs under way. */
    public int runningCycles() {
        return source.runningCycles();
    }

    private void take(Duration now, Instant wallClock, MoverInput input) {
        switch (input) {
            case Tick _ -> {}
            case CycleOrdered order -> source.ordered(order, now);
            case DropOrdered order -> target.drop(order.command());
            case PromoteOrdered order -> target.promote(order);
            case DiscardOrdered order -> {
                if (!order.executes()) {
                    source.diskDiscarded(order.command().vm());
                }
            }
            case VmCeased ceased -> source.ceased(ceased.vm(), now);
            case CopiesLost _ -> target.lost();
            case Received received -> {
                switch (received.message()) {
                    case Offer offer -> target.offered(received.from(), offer);
                    case Written written -> target.written(received.from(), written);
                    case Accepted accepted ->
                            source.accepted(received.from(), accepted, now, wallClock);
                    case Confirmed confirmed -> source.confirmed(received.from(), confirmed, now);
                    case Declined declined -> source.declined(received.from(), declined, now);
                }
            }
        }
    }
}
