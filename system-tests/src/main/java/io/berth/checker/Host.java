package io.berth.checker;

/** A host, by its id. */
public record Host(String id) implements Comparable<Host> {
    @Override
    public int compareTo(Host other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
