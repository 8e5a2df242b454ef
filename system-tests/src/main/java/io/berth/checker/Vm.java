package io.berth.checker;

/** A virtual machine, by its id. */
public record Vm(String id) implements Comparable<Vm> {
    @Override
    public int compareTo(Vm other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
