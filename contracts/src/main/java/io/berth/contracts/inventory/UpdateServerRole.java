package io.berth.contracts.inventory;

/** Where an update server gets its updates from. */
public enum UpdateServerRole {
    /** From the maker: what it offers is decided here. */
    ROOT,
    /** From another update server, which decides what it offers. */
    DOWNSTREAM
}
