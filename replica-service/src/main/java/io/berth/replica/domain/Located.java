package io.berth.replica.domain;

/**
 * A refusal and the place in the request that caused it.
 *
 * @param pointer JSON Pointer (RFC 6901) into the request; empty for the request as a whole
 */
public record Located(String pointer, ReplicaRefusal refusal) {
    /** The same refusal of a list's only element, told of the element itself. */
    public Located withoutIndex() {
        int end = pointer.indexOf('/', 1);
        return new Located(end < 0 ? "" : pointer.substring(end), refusal);
    }
}
