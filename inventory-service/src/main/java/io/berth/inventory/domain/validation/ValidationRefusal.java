package io.berth.inventory.domain.validation;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.ValidationRunId;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Values;
import java.util.stream.Collectors;

/** Why a validation was not started, or its report not shown. */
public sealed interface ValidationRefusal extends InventoryRefusal {
    /** There is no test of this name. */
    record UnknownTest(String test) implements ValidationRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "unknown-validation-test",
                    Sort.RULE,
                    "There is no such validation test",
                    "There is no validation test " + test + ".",
                    "Leave tests out for all of them, or name some of "
                            + Catalogue.TESTS.stream()
                                    .map(ValidationTest::id)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }

        @Override
        public Values values() {
            return Values.of("test", test);
        }
    }

    /** The cluster is being validated already. */
    record Running(ClusterId cluster, ValidationRunId run) implements ValidationRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "validation-running",
                    Sort.CONFLICT,
                    "The cluster is being validated already",
                    "Validation " + run + " of cluster " + cluster + " has not ended.",
                    "Wait for it: GET /api/v1/validations/" + run + ".");
        }

        @Override
        public Values values() {
            return Values.of("cluster", cluster.value()).and("run", run.value());
        }
    }

    /** As many runs wait as may. */
    record TooMany(long waiting, int most) implements ValidationRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "too-many-validations",
                    Sort.CONFLICT,
                    "Too many clusters are being validated",
                    waiting + " validations have not ended; at most " + most + " may wait at once.",
                    "Wait until some have ended. An administrator may raise"
                            + " berth.inventory.validation.max-running.");
        }

        @Override
        public Values values() {
            return Values.of("waiting", waiting).and("most", most);
        }
    }

    /** There is no such run. */
    record NoSuchRun(String run) implements ValidationRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "validation-not-found",
                    Sort.ABSENT,
                    "There is no such validation",
                    "There is no validation " + run + ".",
                    "List those of a cluster: GET /api/v1/clusters/<id>/validations.");
        }

        @Override
        public Values values() {
            return Values.of("run", run);
        }
    }

    /** The run has no report. */
    record NoReport(ValidationRunId run, RunState state) implements ValidationRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "validation-not-ended",
                    Sort.CONFLICT,
                    "The validation has no report",
                    switch (state) {
                        case WAITING, ENDED -> "Validation " + run + " waits for its nodes.";
                        case CANCELLED ->
                                "The cluster of validation "
                                        + run
                                        + " was removed before it ended.";
                    },
                    "See how far it is: GET /api/v1/validations/" + run + ".");
        }

        @Override
        public Values values() {
            return Values.of("run", run.value()).and("state", state.name());
        }
    }

    /** The host reported nothing to this run. */
    record NoFacts(ValidationRunId run, String host) implements ValidationRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "validation-facts-not-found",
                    Sort.ABSENT,
                    "There are no such facts",
                    "Host " + host + " has reported nothing to validation " + run + ".",
                    "See which nodes have: GET /api/v1/validations/" + run + ".");
        }

        @Override
        public Values values() {
            return Values.of("run", run.value()).and("host", host);
        }
    }
}
