package io.berth.contracts.replica;

/** How the first copy comes to the target. */
public enum InitialCopyWay {
    /** Over the network, as soon as the relationship is made. */
    NETWORK_NOW,
    /** Over the network, from a moment on. */
    SCHEDULED,
    /** On media that somebody carries; an operator says when they are imported. */
    EXTERNAL_MEDIA,
    /** A VM restored at the target; what differs is sent over the network. */
    EXISTING_VM
}
