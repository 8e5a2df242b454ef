package io.berth.keyvault.domain.access;

/** What an object of the directory tree is. */
public enum ObjectClass {
    /** The top of the tree. */
    CONTAINER,
    /** The group object of an installation, below the container. */
    DC_MANAGER,
    /** A ring, below the group object. */
    RING,
    /** A key, below its ring. */
    KEY,
    /** A user; the vault makes none, a directory may have one below the container. */
    USER,
    /** A group of users; the vault makes none. */
    GROUP,
    /** A computer; the vault makes none. */
    COMPUTER
}
