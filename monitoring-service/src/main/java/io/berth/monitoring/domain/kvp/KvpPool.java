package io.berth.monitoring.domain.kvp;

import java.util.Arrays;

/** Where a pair comes from; the constants stand in the order of their numbers. */
public enum KvpPool {
    /** What the host pushed into the guest. */
    EXTERNAL(0),
    /** What programs in the guest wrote for the host. */
    GUEST(1),
    /** What the integration services found out by themselves: the intrinsic keys. */
    AUTO(2),
    /** What the host tells the guest about itself. */
    AUTO_EXTERNAL(3),
    /** What the integration services keep for themselves. */
    AUTO_INTERNAL(4);

    private final int number;

    KvpPool(int number) {
        this.number = number;
    }

    /** As it stands in reports. */
    public int number() {
        return number;
    }

    /** The pool of a number. */
    public static KvpPool of(int number) {
        return values()[number];
    }

    /**
     * The pool of a name or number.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static KvpPool parse(String text) {
        return Arrays.stream(values())
                .filter(pool ->
                        pool.name().equals(text) || Integer.toString(pool.number).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "is none of " + Arrays.toString(values()) + " nor 0 to 4"));
    }
}
