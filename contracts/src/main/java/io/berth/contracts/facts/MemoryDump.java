package io.berth.contracts.facts;

/** What the operating system writes when it breaks down. */
public enum MemoryDump {
    /** Nothing. */
    NONE,
    /** The stack alone. */
    SMALL,
    /** The memory of the kernel. */
    KERNEL,
    /** All memory. */
    COMPLETE
}
