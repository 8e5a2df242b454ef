package io.berth.replica.domain.test;

/** How far the test of a replica has come. */
public enum TestStep {
    /** The target was asked to boot the VM from the point; its verdict is awaited. */
    BOOTING,
    /**
     * The verdict is there; the target cleans up, at once or when the test was kept long enough.
     */
    JUDGED,
    /** The target was asked to end it; its word that nothing is left is awaited. */
    ENDING,
    /** Nothing of it is left, or nobody can say. */
    CLOSED
}
