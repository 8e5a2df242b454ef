package io.berth.placement.rest;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostState;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.store.Assignment;
import io.berth.placement.store.StoredOperation;

/** Refusals of requests for operations. */
final class OperationProblems {
    private OperationProblems() {}

    static ProblemException unknownVm(VmId vm) {
        return new ProblemException(
                Problem.notFound("VM", vm.value())
                        .withHint("Placement knows a VM from the first request to run it"));
    }

    static ProblemException unknownHost(HostId host) {
        return new ProblemException(Problem.notFound("host", host.value()));
    }

    static ProblemException unknownDomain(DomainId domain) {
        return new ProblemException(
                Problem.notFound("domain", domain.value())
                        .withHint(
                                "A domain is a cluster, or the stand-alone hosts of a host"
                                        + " group"));
    }

    static ProblemException otherDomain(Assignment vm, HostState target) {
        return new ProblemException(
                Problem.of(
                                422,
                                "target-in-another-domain",
                                "The target is in another domain",
                                "VM %s belongs to domain %s, host %s to %s"
                                        .formatted(
                                                vm.row().vm(),
                                                vm.domain(),
                                                target.host(),
                                                target.domain()))
                        .with("vm", vm.row().vm())
                        .with("domain", vm.domain())
                        .with("target", target.host())
                        .with("targetDomain", target.domain())
                        .withHint(
                                "A VM moves within its cluster or host group; name a host there"));
    }

    static ProblemException keyReused(StoredOperation known) {
        return new ProblemException(
                Problem.of(
                                422,
                                "idempotency-key-reused",
                                "The key was used for something else",
                                "You have asked for operation %s with this key"
                                        .formatted(known.row().id()))
                        .with("operation", known.row().id())
                        .withHint("Use a new key for a new request"));
    }

    static ProblemException over(StoredOperation known) {
        return new ProblemException(
                Problem.of(
                                409,
                                "operation-over",
                                "The operation is over",
                                "Operation %s is %s"
                                        .formatted(known.row().id(), known.row().state()))
                        .with("operation", known.row().id())
                        .with("state", known.row().state()));
    }

    /** What placement would refuse at once, told before anything is written down. */
    static ProblemException refused(OperationRow planned) {
        Problem problem =
                Problem.of(
                                409,
                                "operation-refused",
                                "Placement cannot do this now",
                                planned.moves().isEmpty()
                                        ? "Refused: " + planned.reason()
                                        : planned.moves().getFirst().detail())
                        .withHint("Ask with ?dryRun=true to see what would happen");
        if (planned.moves().isEmpty()) {
            return new ProblemException(problem.with("reason", planned.reason()));
        }
        Move move = planned.moves().getFirst();
        return new ProblemException(
                problem.with("reason", move.reason()).with("refused", move.refused()));
    }
}
