package io.berth.demo;

/** What a drill promises, told when it is found kept or broken. */
final class Promises {
    private final Timeline timeline;
    private final String phase;
    private boolean kept = true;

    Promises(Timeline timeline, String phase) {
        this.timeline = timeline;
        this.phase = phase;
    }

    /** One more. */
    void check(boolean isSo, String what) {
        kept &= isSo;
        tell((isSo ? "" : "NOT so: ") + what);
    }

    /** Something happens that is no promise. */
    void tell(String what) {
        timeline.tell(phase, what);
    }

    /** Whether all of them were kept. */
    boolean kept() {
        return kept;
    }
}
