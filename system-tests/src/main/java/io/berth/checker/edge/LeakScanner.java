package io.berth.checker.edge;

import io.berth.checker.Position;
import io.berth.checker.SecretScan;
import io.berth.checker.SecretScan.Leak;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Searches keys, headers and values of records for secrets, as they are and as somebody might have
 * written them: in hexadecimal, in UTF-16, and in base64, also where the secret is only a part of
 * what was encoded.
 *
 * <p>Base64 takes three bytes at a time, so a secret inside a longer text has one of three
 * spellings, by the number of bytes before it; the first and last character depend on its
 * neighbours and are left off.
 *
 * <p>Each byte is looked at once: only where it and the next one begin some spelling is more
 * compared.
 */
public final class LeakScanner {
    /** So many leaks prove enough. */
    private static final int MAX_LEAKS = 100;

    private static final int PAIRS = 1 << 16;

    private final int secrets;
    private final List<Spelling> spellings = new ArrayList<>();
    private final BitSet beginnings = new BitSet(PAIRS);
    private final List<Leak> leaks = new ArrayList<>();
    private final Set<String> topics = new HashSet<>();
    private long records;

    /** One way to write a secret. */
    private record Spelling(String secret, String form, byte[] bytes) {
        boolean standsAt(byte[] text, int from) {
            int to = from + bytes.length;
            return to <= text.length && Arrays.equals(text, from, to, bytes, 0, bytes.length);
        }
    }

    /**
     * @param secrets by name
     */
    public LeakScanner(Map<String, String> secrets) {
        this.secrets = secrets.size();
        secrets.forEach((name, secret) ->
                spellings(secret)
                        .forEach((form, text) -> {
                            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
                            spellings.add(new Spelling(name, form, bytes));
                            beginnings.set(pair(bytes, 0));
                        }));
    }

    private static int pair(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at]) << 8 | Byte.toUnsignedInt(bytes[at + 1]);
    }

    private static Map<String, String> spellings(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        Map<String, String> spellings = new LinkedHashMap<>();
        spellings.put("plain text", latin(bytes));
        spellings.put("hexadecimal", HexFormat.of().formatHex(bytes));
        spellings.put("upper hexadecimal", HexFormat.of().withUpperCase().formatHex(bytes));
        // without its last zero it stands in both byte orders
        spellings.put(
                "UTF-16",
                latin(secret.getBytes(StandardCharsets.UTF_16LE))
                        .substring(0, 2 * secret.length() - 1));
        for (int before = 0; before < 3; before++) {
            String base64 = base64Core(bytes, before);
            spellings.put("base64, offset " + before, base64);
            spellings.put(
                    "base64url, offset " + before, base64.replace('+', '-').replace('/', '_'));
        }
        return spellings;
    }

    /** The characters of its base64 that do not depend on what stands before and after it. */
    private static String base64Core(byte[] secret, int before) {
        byte[] shifted = new byte[before + secret.length];
        System.arraycopy(secret, 0, shifted, before, secret.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int firstOwn = (before * 8 + 5) / 6;
        int lastWhole = shifted.length * 8 / 6;
        return encoded.substring(firstOwn, lastWhole);
    }

    /** Whether there is anything to seek. */
    boolean seeks() {
        return secrets > 0;
    }

    /** Searches what is no record. */
    public void search(String place, byte[] bytes) {
        search(new Position(place, 0, 0, Instant.EPOCH), null, new RecordHeaders(), bytes);
    }

    /** Searches one record. */
    public void search(
            Position at, byte @Nullable [] key, Headers headers, byte @Nullable [] value) {
        records++;
        topics.add(at.topic());
        search(at, key);
        for (Header header : headers) {
            search(at, header.value());
        }
        search(at, value);
    }

    private void search(Position at, byte @Nullable [] bytes) {
        if (bytes == null) {
            return;
        }
        Set<String> found = new HashSet<>();
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (beginnings.get(pair(bytes, i))) {
                compare(at, bytes, i, found);
            }
        }
    }

    private void compare(Position at, byte[] bytes, int from, Set<String> found) {
        for (Spelling spelling : spellings) {
            if (leaks.size() < MAX_LEAKS
                    && spelling.standsAt(bytes, from)
                    && found.add(spelling.secret())) {
                leaks.add(new Leak(at, spelling.secret(), spelling.form()));
            }
        }
    }

    /** Each byte one character, so that bytes can be searched as text. */
    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** What was found. */
    public SecretScan scan() {
        return new SecretScan(secrets, records, topics.size(), leaks);
    }
}
