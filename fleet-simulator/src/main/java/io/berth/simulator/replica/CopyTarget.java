package io.berth.simulator.replica;

import io.berth.contracts.hosts.DropReplica;
import io.berth.contracts.hosts.PromoteReplica;
import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.simulator.replica.MoverInput.PromoteOrdered;
import io.berth.simulator.replica.MoverOutput.Keep;
import io.berth.simulator.replica.MoverOutput.KeepThenSend;
import io.berth.simulator.replica.MoverOutput.Promoted;
import io.berth.simulator.replica.MoverOutput.Send;
import io.berth.simulator.replica.ReplicaMessage.Accepted;
import io.berth.simulator.replica.ReplicaMessage.Confirmed;
import io.berth.simulator.replica.ReplicaMessage.DeclineReason;
import io.berth.simulator.replica.ReplicaMessage.Declined;
import io.berth.simulator.replica.ReplicaMessage.Offer;
import io.berth.simulator.replica.ReplicaMessage.Written;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The copies that a host keeps for others. They are hard state; what is being sent is soft, so a
 * target that restarts in the middle of a transfer knows nothing of it and declines to keep it.
 *
 * <p>Changes are added to the copy that is there only when their cycle is later. A first copy
 * replaces whatever is there, since that is what it is for.
 */
final class CopyTarget {
    /** Copies and offers that one host takes: twice the VMs that one host can report. */
    static final int MAX_COPIES = 4096;

    private record Open(HostId source, VmId vm, CycleNumber cycle) {}

    private final Map<RelationshipId, ReplicaCopy> copies;
    private final Map<RelationshipId, Open> open = new HashMap<>();
    private final List<MoverOutput> outputs;

    /**
     * @param copies on the disk
     * @param outputs takes what is to be done
     */
    CopyTarget(Map<RelationshipId, ReplicaCopy> copies, List<MoverOutput> outputs) {
        this.copies = new TreeMap<>(copies);
        this.outputs = outputs;
    }

    Map<RelationshipId, ReplicaCopy> copies() {
        return copies;
    }

    void offered(HostId source, Offer offer) {
        @Nullable Open other = open.get(offer.relationship());
        if (other != null && !other.cycle().isBefore(offer.cycle())) {
            decline(source, offer, DeclineReason.SUPERSEDED, "it takes cycle " + other.cycle());
            return;
        }
        @Nullable ReplicaCopy held = copies.get(offer.relationship());
        switch (offer.kind()) {
            case INITIAL_COPY -> {
                boolean another = held == null && other == null;
                if (another && copies.size() + open.size() >= MAX_COPIES) {
                    decline(
                            source,
                            offer,
                            DeclineReason.FULL,
                            "it holds and expects " + MAX_COPIES + " copies, the most it can");
                } else {
                    accept(source, offer, null);
                }
            }
            case DELTA, LAST_DELTA -> {
                if (held == null || !held.vm().equals(offer.vm())) {
                    decline(
                            source,
                            offer,
                            DeclineReason.LACKS_COPY,
                            "it holds no copy of " + offer.vm());
                } else if (!held.cycle().isBefore(offer.cycle())) {
                    decline(
                            source,
                            offer,
                            DeclineReason.SUPERSEDED,
                            "it holds cycle " + held.cycle());
                } else {
                    accept(source, offer, held.pointAt());
                }
            }
        }
    }

    private void accept(HostId source, Offer offer, @Nullable Instant heldPoint) {
        open.put(offer.relationship(), new Open(source, offer.vm(), offer.cycle()));
        send(source, new Accepted(offer.relationship(), offer.cycle(), heldPoint));
    }

    void written(HostId source, Written written) {
        RelationshipId id = written.relationship();
        @Nullable Open expected = open.get(id);
        if (expected == null
                || !expected.cycle().equals(written.cycle())
                || !expected.source().equals(source)) {
            decline(source, written, DeclineReason.NOT_EXPECTED, "it expects no such copy");
            return;
        }
        open.remove(id);
        copies.put(id, new ReplicaCopy(id, expected.vm(), written.cycle(), written.pointAt()));
        outputs.add(new KeepThenSend(copies, new Send(source, new Confirmed(id, written.cycle()))));
    }

    void drop(DropReplica command) {
        open.remove(command.relationship());
        if (copies.remove(command.relationship()) != null) {
            outputs.add(new Keep(copies));
        }
    }

    /** A point up to the newest is taken as held: the model does not keep the older ones apart. */
    void promote(PromoteOrdered order) {
        PromoteReplica command = order.command();
        @Nullable ReplicaCopy held = copies.get(command.relationship());
        if (order.executes()) {
            promoted(
                    command,
                    ReplicaPromoted.Outcome.REFUSED_VM_EXECUTES,
                    command.vm() + " executes on " + command.host());
        } else if (held == null || held.cycle().isBefore(command.point())) {
            promoted(
                    command,
                    ReplicaPromoted.Outcome.REFUSED_NO_SUCH_POINT,
                    held == null ? "it holds no copy" : "it holds cycle " + held.cycle());
        } else {
            promoted(command, ReplicaPromoted.Outcome.PROMOTED, "");
        }
    }

    private void promoted(PromoteReplica command, ReplicaPromoted.Outcome outcome, String detail) {
        outputs.add(new Promoted(command, outcome, detail));
    }

    void lost() {
        open.clear();
        copies.clear();
        outputs.add(new Keep(copies));
    }

    private void decline(
            HostId source, ReplicaMessage message, DeclineReason reason, String detail) {
        send(source, new Declined(message.relationship(), message.cycle(), reason, detail));
    }

    private void send(HostId to, ReplicaMessage message) {
        outputs.add(new Send(to, message));
    }
}
