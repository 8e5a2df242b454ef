package io.berth.kit.agent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens whose signatures were checked a short while ago. An agent sends the same one with each
 * beat for some minutes, and checking it takes about a millisecond. Held by digest, so that no
 * credential lies in memory; the one that was not used for longest goes first.
 */
final class KnownTokens {
    private static final float LOAD_FACTOR = 0.75f;

    private final Map<String, Known> known;

    private record Known(VerifiedAgent agent, int version) {}

    /**
     * @param most that are held
     */
    KnownTokens(int most) {
        this.known =
                new LinkedHashMap<>(16, LOAD_FACTOR, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
                        return size() > most;
                    }
                };
    }

    /**
     * What was found when the token was checked; empty when it was not, when its time is over, or
     * when other authorities are trusted now.
     *
     * @param version of the authorities
     */
    Optional<VerifiedAgent> find(String token, int version, Instant now) {
        String digest = digest(token);
        synchronized (known) {
            Known found = known.get(digest);
            if (found == null) {
                return Optional.empty();
            }
            if (found.version() != version || !now.isBefore(found.agent().until())) {
                known.remove(digest);
                return Optional.empty();
            }
            return Optional.of(found.agent());
        }
    }

    void remember(String token, int version, VerifiedAgent agent) {
        String digest = digest(token);
        synchronized (known) {
            known.put(digest, new Known(agent, version));
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
