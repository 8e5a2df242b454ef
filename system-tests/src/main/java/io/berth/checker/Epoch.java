package io.berth.checker;

/** The authority to run a VM, as the log has it; a higher one replaces a lower one. */
public record Epoch(long value) implements Comparable<Epoch> {
    @Override
    public int compareTo(Epoch other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
