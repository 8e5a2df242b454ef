package io.berth.placement.domain.reserve;

import java.util.Locale;

/** A judgement in one sentence with its figures, for people. */
public final class ReserveText {
    private ReserveText() {}

    /** Whether the reserve holds, by which figures. */
    public static String of(ReserveJudgement judgement) {
        String nodes =
                "%d of %d nodes function, R = %d, %d VMs: "
                        .formatted(
                                judgement.functioning(),
                                judgement.configured(),
                                judgement.reserve(),
                                judgement.vms());
        return nodes + verdict(judgement);
    }

    private static String verdict(ReserveJudgement judgement) {
        if (judgement.functioning() <= judgement.reserve() && judgement.vms() > 0) {
            return "no more nodes than may fail";
        }
        return switch (judgement.exact()) {
            case ExactJudgement.Proven proven ->
                    "all %d combinations hold them".formatted(proven.combinations());
            case ExactJudgement.Refuted refuted -> witness(refuted.witness());
            case ExactJudgement.Unknown unknown ->
                    "undecided after %d steps, and the proof method %s"
                            .formatted(
                                    unknown.steps(),
                                    judgement.proof().holds() ? "holds" : proof(judgement.proof()));
        };
    }

    private static String witness(Witness witness) {
        String where =
                witness.failed().isEmpty()
                        ? "with no failure at all"
                        : "when " + witness.failed() + " fail";
        String why =
                witness.reasons().isEmpty()
                        ? ""
                        : " (" + reason(witness.reasons().getFirst()) + ")";
        return "%s, VM %s finds no room%s".formatted(where, witness.stranded(), why);
    }

    private static String reason(Witness.Reason reason) {
        return switch (reason) {
            case Witness.Reason.TooLittle(var node, var resource, var required, var available) ->
                    "%s: needs %d %s of %s, has %d"
                            .formatted(
                                    node,
                                    required,
                                    resource.unit(),
                                    resource.name().toLowerCase(Locale.ROOT),
                                    available);
            case Witness.Reason.Partner(var node, var set) ->
                    "%s: holds a VM of anti-affinity set %s".formatted(node, set);
            case Witness.Reason.NotAdmitted(var node) -> node + ": may not run it";
        };
    }

    private static String proof(ProofEstimate proof) {
        return "does not hold: %d %s needed, %d there"
                .formatted(proof.required(), proof.unit(), proof.available());
    }
}
