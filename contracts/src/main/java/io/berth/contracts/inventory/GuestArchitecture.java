package io.berth.contracts.inventory;

/** Processor architecture that a guest was built for. */
public enum GuestArchitecture {
    /** 32 bits. */
    X86,
    /** 64 bits. */
    X64
}
