package io.berth.inventory.domain.support;

import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Values;
import java.util.List;
import java.util.stream.Collectors;

/** What the rulebook refuses. */
public sealed interface SupportRefusal extends InventoryRefusal {
    /** What an administrator may do about a host that the matrix does not support. */
    String FORCE =
            "An administrator may force it; the host then carries the mark of an unsupported one"
                    + " wherever it is shown.";

    /** The rulebook has no file of this name. */
    record RulebookFileNotFound(String name, List<String> names) implements SupportRefusal {
        /** Copies the list. */
        public RulebookFileNotFound {
            names = List.copyOf(names);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "rulebook-file-not-found",
                    Sort.ABSENT,
                    "The rulebook has no such file",
                    "The rulebook has no file " + name + ".",
                    "It has " + String.join(", ", names) + ".");
        }

        @Override
        public Values values() {
            return Values.of("name", name).and("names", names);
        }
    }

    /** A role of which an installation has one is planned on several machines. */
    record RolePlacedTwice(MachineRole role, List<String> machines) implements SupportRefusal {
        /** Copies the list. */
        public RolePlacedTwice {
            machines = List.copyOf(machines);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "role-placed-twice",
                    Sort.RULE,
                    "An installation has this role once",
                    "The " + role.noun() + " is planned on " + String.join(" and ", machines) + ".",
                    "Give the role to one machine.");
        }

        @Override
        public Values values() {
            return Values.of("role", role.name()).and("machines", machines);
        }
    }

    /** A management controller that can neither deploy nor fence a host. */
    record BmcNotAccepted(String protocol, List<String> accepted) implements SupportRefusal {
        /** Copies the list. */
        public BmcNotAccepted {
            accepted = List.copyOf(accepted);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "bmc-protocol-not-accepted",
                    Sort.RULE,
                    "This management controller cannot deploy or fence a host",
                    "A controller that speaks "
                            + protocol
                            + " is accepted neither for bare-metal deployment nor for power"
                            + " fencing.",
                    "Use a controller that speaks one of: " + String.join(", ", accepted) + ".");
        }

        @Override
        public Values values() {
            return Values.of("protocol", protocol).and("accepted", accepted);
        }
    }

    /** A host that the support matrix refuses by name. */
    record UnsupportedHypervisor(Hypervisor host, SupportMatrix.Row row) implements SupportRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "unsupported-hypervisor",
                    Sort.RULE,
                    "This hypervisor is not supported",
                    Product.of(host).text() + " is refused: " + row.rule() + ".",
                    (row.hint() == null ? "" : row.hint() + " ") + FORCE);
        }

        @Override
        public Values values() {
            return Values.of("kind", host.kind().name())
                    .and("product", host.product())
                    .and("answer", Listing.UNSUPPORTED.name())
                    .and("row", row.id())
                    .and("rule", row.rule());
        }
    }

    /** A host that the support matrix does not know. */
    record HypervisorNotListed(SupportAnswer.NotListed answer) implements SupportRefusal {
        @Override
        public Wording wording() {
            SupportMatrix.Row row = answer.row();
            return new Wording(
                    "hypervisor-not-listed",
                    Sort.RULE,
                    "The support matrix does not list this hypervisor",
                    Product.of(answer.host()).text()
                            + " is not listed"
                            + (row == null ? nearly() : ": " + row.rule())
                            + ".",
                    "Listed are: " + String.join("; ", answer.listed()) + ". " + FORCE);
        }

        @Override
        public Values values() {
            SupportMatrix.Row row = answer.row();
            Values values =
                    Values.of("kind", answer.host().kind().name())
                            .and("product", answer.host().product())
                            .and("answer", Listing.NOT_LISTED.name())
                            .and("listed", answer.listed())
                            .and(
                                    "shortfalls",
                                    answer.nearest().stream()
                                            .flatMap(near -> near.shortfalls().stream())
                                            .map(Shortfall::text)
                                            .toList());
            return row == null ? values : values.and("row", row.id()).and("rule", row.rule());
        }

        private String nearly() {
            return answer.nearest().isEmpty()
                    ? ""
                    : ": "
                            + answer.nearest().stream()
                                    .map(near ->
                                            near.shortfalls().stream()
                                                    .map(Shortfall::text)
                                                    .collect(Collectors.joining(", ")))
                                    .collect(Collectors.joining("; or "));
        }
    }

    /** An update server that breaks a rule; the code is the name of the rule. */
    record UpdateServerRefused(RuleResult result) implements SupportRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    result.rule(),
                    Sort.RULE,
                    "This update server is refused",
                    "The update server is refused: " + result.finding() + ".",
                    result.action() == null ? "Use another update server." : result.action());
        }

        @Override
        public Values values() {
            return Values.of("rule", result.rule())
                    .and("outcome", result.outcome().name())
                    .and("finding", result.finding());
        }
    }

    /** Portals behind network load balancing. */
    record PortalLoadBalanced(String instead) implements SupportRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "portal-load-balanced",
                    Sort.RULE,
                    "Portals are not made available by load balancing",
                    "Network load balancing is not supported for portals.",
                    instead);
        }

        @Override
        public Values values() {
            return Values.of("networkLoadBalancing", true);
        }
    }

    /** No host that may run the VM is one on which its guest keeps the guest rules. */
    record GuestRuleBroken(GuestSystem guest, Hypervisor host, RuleResult result)
            implements SupportRefusal {
        @Override
        public Wording wording() {
            String action = result.action();
            return new Wording(
                    "guest-rule-broken",
                    Sort.RULE,
                    "The guest breaks a rule on every host that may run it",
                    "Rule %s is broken on %s: %s."
                            .formatted(result.rule(), Product.of(host).text(), result.finding()),
                    (action == null ? "" : action + " ")
                            + "Try it out with POST /api/v1/support/guest-check.");
        }

        @Override
        public Values values() {
            return Values.of("rule", result.rule())
                    .and("guest", guest.name())
                    .and("hypervisor", Product.of(host).text())
                    .and("finding", result.finding());
        }
    }
}
