package io.berth.inventory.domain.support;

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
}
