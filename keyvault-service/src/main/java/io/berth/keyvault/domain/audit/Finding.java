package io.berth.keyvault.domain.audit;

/** What is wrong with a trail. */
public sealed interface Finding {
    /** Stable, for programs. */
    String code();

    /** For people. */
    String detail();

    /** An entry is not what was written. */
    record Altered(long sequence) implements Finding {
        @Override
        public String code() {
            return "entry-altered";
        }

        @Override
        public String detail() {
            return "Entry " + sequence + " was changed, made up, or stood at another place";
        }
    }

    /** Entries are gone. */
    record Missing(long from, long to) implements Finding {
        @Override
        public String code() {
            return "entries-missing";
        }

        @Override
        public String detail() {
            return "Entries " + from + " to " + to + " are gone";
        }
    }

    /** There are entries that the head does not know of. */
    record Beyond(long sequence, long head) implements Finding {
        @Override
        public String code() {
            return "entry-beyond-head";
        }

        @Override
        public String detail() {
            return "Entry " + sequence + " is there, but the trail ends at " + head;
        }
    }

    /** The head is not what was written. */
    record HeadAltered(long sequence) implements Finding {
        @Override
        public String code() {
            return "head-altered";
        }

        @Override
        public String detail() {
            return "The head, which names entry " + sequence + ", was changed";
        }
    }

    /** The trail was longer once, as the topic was told. */
    record CutOff(long head, long published) implements Finding {
        @Override
        public String code() {
            return "trail-cut-off";
        }

        @Override
        public String detail() {
            return "The trail ends at "
                    + head
                    + "; the topic was told of entry "
                    + published
                    + ". Was the database restored from a backup?";
        }
    }

    /** The trail says another thing than the topic was told. */
    record Contradicted(long sequence) implements Finding {
        @Override
        public String code() {
            return "contradicts-published-head";
        }

        @Override
        public String detail() {
            return "The topic was told of another entry " + sequence + " than the one that is here";
        }
    }
}
