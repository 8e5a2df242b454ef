package io.berth.inventory.domain;

/**
 * How often an entity has been changed; of two states of one entity the higher one holds. It is the
 * entity tag of the HTTP interface and the revision in every event.
 */
public record Revision(long value) {
    /** Of an entity that has just been created. */
    public static final Revision FIRST = new Revision(1);

    /**
     * @throws IllegalArgumentException when below 1
     */
    public Revision {
        if (value < 1) {
            throw new IllegalArgumentException("Revision is " + value + "; it starts at 1");
        }
    }

    /** After one more change. */
    public Revision next() {
        return new Revision(Math.addExact(value, 1));
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
