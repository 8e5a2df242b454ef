package io.berth.inventory.domain.network;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IP address as a number, so that IPv4 and IPv6 share one arithmetic. Nothing is ever looked up:
 * only literals are read.
 *
 * @param value the address as an unsigned number
 */
public record IpAddress(Family family, BigInteger value) {
    /** The versions of the protocol. */
    public enum Family {
        /** Version 4. */
        IPV4(32),
        /** Version 6. */
        IPV6(128);

        private final int bits;

        Family(int bits) {
            this.bits = bits;
        }

        /** How long an address is. */
        public int bits() {
            return bits;
        }
    }

    private static final int GROUPS = 8;

    /**
     * Reads a literal. IPv4 must have four decimal parts without leading zeros: a part with one is
     * octal to some readers. IPv6 must have no zone, and must not be an IPv4 address in disguise.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    public static IpAddress parse(String text) {
        InetAddress read;
        try {
            read = InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it is neither an IPv4 nor an IPv6 address");
        }
        BigInteger value = new BigInteger(1, read.getAddress());
        if (read instanceof Inet4Address) {
            if (text.indexOf(':') >= 0) {
                throw new IllegalArgumentException(
                        "it is the IPv4 address " + read.getHostAddress() + " written as IPv6");
            }
            if (!read.getHostAddress().equals(text)) {
                throw new IllegalArgumentException(
                        "an IPv4 address has four decimal parts without leading zeros");
            }
            return new IpAddress(Family.IPV4, value);
        }
        if (!(read instanceof Inet6Address) || text.indexOf('%') >= 0 || text.startsWith("[")) {
            throw new IllegalArgumentException("a zone or brackets are no part of an address");
        }
        return new IpAddress(Family.IPV6, value);
    }

    /** The address in its canonical form; that of IPv6 is RFC 5952's. */
    public String text() {
        byte[] bytes = new byte[family.bits / Byte.SIZE];
        byte[] number = value.toByteArray();
        int length = Math.min(number.length, bytes.length);
        System.arraycopy(number, number.length - length, bytes, bytes.length - length, length);
        return switch (family) {
            case IPV4 -> ofBytes(bytes).getHostAddress();
            case IPV6 -> compressed(bytes);
        };
    }

    private static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }

    /** The longest run of two or more zero groups, the first of several, becomes a double colon. */
    private static String compressed(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int start = -1;
        int longest = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = i;
            while (run < GROUPS && groups[run] == 0) {
                run++;
            }
            if (run - i > longest) {
                start = i;
                longest = run - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += longest - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
