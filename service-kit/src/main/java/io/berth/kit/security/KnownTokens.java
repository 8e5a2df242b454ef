package io.berth.kit.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens whose signatures were checked a short while ago, and what was found. Whoever calls often
 * sends the same one each time, and checking it takes about a millisecond. Held by digest, so that
 * no credential lies in memory; the one that was not used for longest goes first. Soft state.
 *
 * @param <T> what a check finds
 */
public final class KnownTokens<T> {
    private static final float LOAD_FACTOR = 0.75f;

    private final Map<String, Known<T>> known;

    private record Known<T>(T found, int version, Instant until) {}

    /**
     * @param most that are held; 0: none
     */
    public KnownTokens(int most) {
        this.known =
                new LinkedHashMap<>(16, LOAD_FACTOR, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Known<T>> eldest) {
                        return size() > most;
                    }
                };
    }

    /**
     * What was found when the token was checked; empty when it was not, when its time is over, or
     * when something else is trusted now.
     *
     * @param version of what is trusted
     */
    public Optional<T> find(String token, int version, Instant now) {
        String digest = digest(token);
        synchronized (known) {
            Known<T> entry = known.get(digest);
            if (entry == null) {
                return Optional.empty();
            }
            if (entry.version() != version || !now.isBefore(entry.until())) {
                known.remove(digest);
                return Optional.empty();
            }
            return Optional.of(entry.found());
        }
    }

    /**
     * Holds what a check found.
     *
     * @param version of what was trusted when the check began
     * @param until from then on the token is checked again
     */
    public void remember(String token, int version, T found, Instant until) {
        String digest = digest(token);
        synchronized (known) {
            known.put(digest, new Known<>(found, version, until));
        }
    }

    private static String digest(String token) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256", e);
        }
    }
}
