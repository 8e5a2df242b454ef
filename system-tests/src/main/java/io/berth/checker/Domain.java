package io.berth.checker;

/** A placement domain, by its id. */
public record Domain(String id) implements Comparable<Domain> {
    @Override
    public int compareTo(Domain other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
