package io.berth.inventory.domain.support;

import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Values;
import java.util.List;

/** What the rulebook refuses. */
public sealed interface SupportRefusal extends InventoryRefusal {
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
}
