package io.berth.inventory.domain.network;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A MAC address.
 *
 * @param value its 48 bits as an unsigned number
 */
public record MacAddress(long value) {
    /**
     * The prefixes that makers of hypervisors have for virtual adapters. Another maker's prefix
     * belongs to real adapters, whose addresses a pool could repeat.
     */
    public static final Map<String, String> HYPERVISOR_PREFIXES =
            Map.of(
                    "00:15:5d", "Hyper-V",
                    "00:50:56", "VMware",
                    "00:0c:29", "VMware",
                    "00:16:3e", "Xen",
                    "00:1d:d8", "Virtual Machine Manager");

    private static final int BYTES = 6;
    private static final int PREFIX_LENGTH = 8;
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");
    private static final HexFormat DASHES = HexFormat.ofDelimiter("-");

    /**
     * Reads six bytes in hexadecimal, with colons or dashes between them.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    public static MacAddress parse(String text) {
        byte[] bytes;
        try {
            bytes = (text.indexOf('-') >= 0 ? DASHES : COLONS).parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a MAC address is six bytes in hexadecimal, such as 02:15:5d:00:00:01");
        }
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("it has " + bytes.length + " bytes instead of six");
        }
        return new MacAddress(new BigInteger(1, bytes).longValueExact());
    }

    /** The address of this number. */
    public static MacAddress of(BigInteger number) {
        return new MacAddress(number.longValueExact());
    }

    /** Whether it is that of a group of adapters: no adapter can have it. */
    public boolean multicast() {
        return (value >> 40 & 1) == 1;
    }

    /** Whether it is given by an administrator and not by a maker. */
    public boolean locallyAdministered() {
        return (value >> 40 & 2) == 2;
    }

    /** Its first three bytes, which name the maker. */
    public String prefix() {
        return text().substring(0, PREFIX_LENGTH);
    }

    /** The hypervisor whose maker has its prefix. */
    public Optional<String> hypervisor() {
        return Optional.ofNullable(HYPERVISOR_PREFIXES.get(prefix()));
    }

    /** In lower case with colons. */
    public String text() {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bytes[i] = (byte) (value >> 8 * (BYTES - 1 - i));
        }
        return COLONS.formatHex(bytes);
    }

    @Override
    public String toString() {
        return text();
    }
}
