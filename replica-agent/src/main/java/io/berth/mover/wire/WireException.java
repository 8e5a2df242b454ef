package io.berth.mover.wire;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What can go wrong between two hosts. */
public abstract sealed class WireException extends IOException {
    private static final long serialVersionUID = 1L;

    private WireException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The other side has sent what the protocol does not allow. Trying again does not help. */
    public static final class Violation extends WireException {
        private static final long serialVersionUID = 1L;

        /** Says what came and what is allowed. */
        public Violation(String message) {
            super(message, null);
        }
    }

    /** The source speaks another version; for the target to refuse it properly. */
    static final class OtherVersion extends WireException {
        private static final long serialVersionUID = 1L;

        OtherVersion(int theirs) {
            super(
                    "version %d was announced; spoken here is %d".formatted(theirs, Frames.VERSION),
                    null);
        }
    }

    /** The other side was too slow. */
    public static final class TimedOut extends WireException {
        private static final long serialVersionUID = 1L;

        /** Says what was waited for, and how long. */
        public TimedOut(String what, Duration bound) {
            super("%s took more than %s".formatted(what, bound), null);
        }
    }

    /** The connection could not be made, or ended before it was over. */
    public static final class Gone extends WireException {
        private static final long serialVersionUID = 1L;

        /** Says when it happened. */
        public Gone(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** One side does not believe who the other one is. Trying again does not help. */
    public static final class Distrusted extends WireException {
        private static final long serialVersionUID = 1L;

        private final Distrust reason;

        /** Says what was shown and what was wanted. */
        public Distrusted(Distrust reason, String detail, @Nullable Throwable cause) {
            super(detail, cause);
            this.reason = reason;
        }

        /** Why. */
        public Distrust reason() {
            return reason;
        }
    }
}
