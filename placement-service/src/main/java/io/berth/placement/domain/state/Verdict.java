package io.berth.placement.domain.state;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import java.util.List;

/** What placement makes of an input. Nothing has happened until it is applied, stored and sent. */
public sealed interface Verdict {
    /**
     * The input is taken; often with no outcome at all, as for a duplicate.
     *
     * @param retriesLeft whether waiting VMs remain that were not tried because the decision was
     *     large enough
     */
    record Decision(List<Outcome> outcomes, boolean retriesLeft) implements Verdict {
        /** Takes a copy. */
        public Decision {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** The input is refused for good: it changes nothing, now or later. */
    sealed interface Refused extends Verdict {
        /** Why, and what to do, for people. */
        String reason();
    }

    /** A report of a host that inventory has not put into this domain. */
    record UnknownHost(HostId host, DomainId domain) implements Refused {
        @Override
        public String reason() {
            return "host %s is not known in domain %s; add it to inventory first"
                    .formatted(host, domain);
        }
    }

    /** A wish to stop a VM that nobody ever asked to run in this domain. */
    record UnknownVm(VmId vm, DomainId domain) implements Refused {
        @Override
        public String reason() {
            return "VM %s is not known in domain %s; nobody has asked to run it there"
                    .formatted(vm, domain);
        }
    }
}
