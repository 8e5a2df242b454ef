package io.berth.inventory.domain.network;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Numbers from {@code first} to {@code last}, both of them included. */
public record Span(BigInteger first, BigInteger last) {
    /**
     * @throws IllegalArgumentException when it runs backwards
     */
    public Span {
        if (first.compareTo(last) > 0) {
            throw new IllegalArgumentException(first + " is above " + last);
        }
    }

    /** How many there are. */
    public BigInteger size() {
        return last.subtract(first).add(BigInteger.ONE);
    }

    /** Whether the number is one of them. */
    public boolean contains(BigInteger number) {
        return first.compareTo(number) <= 0 && number.compareTo(last) <= 0;
    }

    /** Whether all of the other's are among them. */
    public boolean contains(Span other) {
        return contains(other.first) && contains(other.last);
    }

    /** Whether both have a number in common. */
    public boolean overlaps(Span other) {
        return first.compareTo(other.last) <= 0 && other.first.compareTo(last) <= 0;
    }

    /** What is left without these numbers, in order: at most one part more than there are. */
    public List<Span> without(Collection<BigInteger> numbers) {
        List<Span> left = new ArrayList<>();
        BigInteger next = first;
        for (BigInteger number : new TreeSet<>(numbers)) {
            if (!contains(number)) {
                continue;
            }
            if (next.compareTo(number) < 0) {
                left.add(new Span(next, number.subtract(BigInteger.ONE)));
            }
            next = number.add(BigInteger.ONE);
        }
        if (next.compareTo(last) <= 0) {
            left.add(new Span(next, last));
        }
        return left;
    }
}
