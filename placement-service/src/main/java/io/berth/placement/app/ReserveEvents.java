package io.berth.placement.app;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.placement.ClusterReserveJudged;
import io.berth.contracts.placement.ExactJudgement;
import io.berth.contracts.placement.ExactOutcome;
import io.berth.contracts.placement.ProofJudgement;
import io.berth.contracts.placement.Refusal;
import io.berth.contracts.placement.RefusedHost;
import io.berth.contracts.placement.ReserveDecider;
import io.berth.contracts.placement.ReserveWitness;
import io.berth.contracts.placement.SlotJudgement;
import io.berth.placement.domain.fit.Obstacle;
import io.berth.placement.domain.reserve.ProofEstimate;
import io.berth.placement.domain.reserve.ReserveJudgement;
import io.berth.placement.domain.reserve.SlotEstimate;
import io.berth.placement.domain.reserve.Witness;
import java.time.Instant;
import java.util.List;

/** A judgement as others are told of it. */
public final class ReserveEvents {
    private ReserveEvents() {}

    /** The whole judgement. */
    public static ClusterReserveJudged judged(
            ClusterId cluster, ReserveJudgement judgement, Instant at, long revision) {
        return new ClusterReserveJudged(
                cluster,
                DomainId.of(cluster),
                judgement.overCommitted(),
                switch (judgement.decidedBy()) {
                    case EXACT -> ReserveDecider.EXACT;
                    case PROOF -> ReserveDecider.PROOF;
                },
                judgement.configured(),
                judgement.functioning(),
                judgement.reserve(),
                judgement.vms(),
                slots(judgement.slots()),
                proof(judgement.proof()),
                exact(judgement.exact()),
                at,
                revision);
    }

    private static SlotJudgement slots(SlotEstimate slots) {
        return new SlotJudgement(
                slots.holds(),
                slots.highestMemory(),
                slots.vms(),
                slots.required(),
                slots.available());
    }

    private static ProofJudgement proof(ProofEstimate proof) {
        return new ProofJudgement(
                proof.holds(),
                proof.failed(),
                proof.critical(),
                proof.required(),
                proof.available(),
                proof.unit());
    }

    /** The exact judgement alone. */
    public static ExactJudgement exact(io.berth.placement.domain.reserve.ExactJudgement exact) {
        return switch (exact) {
            case io.berth.placement.domain.reserve.ExactJudgement.Proven proven ->
                    new ExactJudgement(ExactOutcome.PROVEN, proven.combinations(), null, null);
            case io.berth.placement.domain.reserve.ExactJudgement.Refuted refuted ->
                    new ExactJudgement(
                            ExactOutcome.REFUTED, null, witness(refuted.witness()), null);
            case io.berth.placement.domain.reserve.ExactJudgement.Unknown unknown ->
                    new ExactJudgement(ExactOutcome.UNKNOWN, null, null, unknown.budget());
        };
    }

    private static ReserveWitness witness(Witness witness) {
        return new ReserveWitness(
                witness.failed(),
                witness.stranded(),
                witness.reasons().stream()
                        .map(reason -> new RefusedHost(reason.node(), List.of(refusal(reason))))
                        .toList());
    }

    private static Refusal refusal(Witness.Reason reason) {
        return switch (reason) {
            case Witness.Reason.TooLittle little -> tooLittle(little);
            case Witness.Reason.Partner partner ->
                    new Refusal(
                            "anti-affinity",
                            true,
                            null,
                            null,
                            "",
                            "a VM of anti-affinity set %s is there"
                                    .formatted(partner.antiAffinitySet()));
            case Witness.Reason.NotAdmitted none ->
                    new Refusal(
                            "not-admitted",
                            true,
                            null,
                            null,
                            "",
                            "it takes no VMs, is no possible owner of this one, or its networks,"
                                    + " hypervisor, guest rules or support stand against it");
        };
    }

    /** As placement would tell it, but for when: other VMs have been placed before. */
    private static Refusal tooLittle(Witness.Reason.TooLittle little) {
        Refusal alone =
                Obstacle.insufficient(little.resource(), little.required(), little.available())
                        .toRefusal();
        return new Refusal(
                alone.code(),
                alone.hard(),
                alone.required(),
                alone.available(),
                alone.unit(),
                alone.text() + " with the VMs placed before it");
    }
}
