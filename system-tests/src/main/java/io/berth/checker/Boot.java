package io.berth.checker;

/** One life of a host's agent; a higher one comes after a lower one. */
public record Boot(long value) implements Comparable<Boot> {
    @Override
    public int compareTo(Boot other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
