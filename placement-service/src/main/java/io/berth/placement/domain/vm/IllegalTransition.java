package io.berth.placement.domain.vm;

import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.AssignmentState;
import java.util.TreeSet;

/** A rule tried to move an assignment to a state that may not follow its present one. */
public final class IllegalTransition extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    IllegalTransition(VmId vm, AssignmentState source, AssignmentState target) {
        super(
                "VM %s cannot go from %s to %s; legal sources are %s"
                        .formatted(
                                vm, source, target, new TreeSet<>(Lifecycle.legalSources(target))));
    }
}
