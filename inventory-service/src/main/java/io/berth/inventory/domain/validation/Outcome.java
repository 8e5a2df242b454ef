package io.berth.inventory.domain.validation;

import java.util.List;

/** How a test ended, with what it looked at. */
public sealed interface Outcome {
    /** What it looked at, at most {@link Findings#MAX_ROWS} rows. */
    List<Evidence> evidence();

    /** How many more rows of evidence there were. */
    int omitted();

    /** All is as it must be. */
    record Passed(List<Evidence> evidence, int omitted) implements Outcome {
        /** Copies the list. */
        public Passed {
            evidence = List.copyOf(evidence);
        }
    }

    /** Not as it should be, and no obstacle to support. */
    record Warning(String reason, String whatToDo, List<Evidence> evidence, int omitted)
            implements Outcome {
        /** Copies the list. */
        public Warning {
            evidence = List.copyOf(evidence);
        }
    }

    /** Not as it must be, or not known to be. */
    record Failed(String reason, String whatToDo, List<Evidence> evidence, int omitted)
            implements Outcome {
        /** Copies the list. */
        public Failed {
            evidence = List.copyOf(evidence);
        }
    }

    /** Not tried. */
    record Skipped(Why why, String whatToDo, List<Evidence> evidence, int omitted)
            implements Outcome {
        /** Copies the list. */
        public Skipped {
            evidence = List.copyOf(evidence);
        }
    }

    /** Why a test was not tried. */
    enum Why {
        /** All shared disks are in use, and trying it would disturb what runs on them. */
        DISKS_IN_USE(
                "all shared disks are in use; trying it would disturb what runs on them", true),
        /** There is nothing to try it on. */
        NO_SHARED_DISK("no node reports a shared disk", false),
        /** Inventory does not know the array, so there is no limit to compare with. */
        NO_ARRAY("inventory knows no array that the volumes of the cluster stand on", false),
        /** The run was asked for other tests only. */
        NOT_ASKED_FOR("the run was asked for other tests only", false);

        private final String text;
        private final boolean supportable;

        Why(String text, boolean supportable) {
            this.text = text;
            this.supportable = supportable;
        }

        /** For people. */
        public String text() {
            return text;
        }

        /** Whether a cluster may be supported although a test was skipped for this. */
        public boolean supportable() {
            return supportable;
        }
    }
}
