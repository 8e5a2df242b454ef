package io.berth.inventory.domain;

/**
 * A row of the rulebook that its schema allows and its meaning does not, such as one that stands
 * there twice. Constructors of rules throw it where only they know the place.
 */
public final class FaultyRule extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String pointer;

    /**
     * @param pointer JSON Pointer (RFC 6901) from what is constructed to the part at fault
     */
    public FaultyRule(String pointer, String message) {
        super(message);
        this.pointer = pointer;
    }

    /** JSON Pointer from what was constructed to the part at fault. */
    public String pointer() {
        return pointer;
    }
}
