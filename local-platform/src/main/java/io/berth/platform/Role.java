package io.berth.platform;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the bearer of a token may do. */
public enum Role {
    /** Reads everything, changes nothing. */
    VIEWER,
    /** Confirms a power-off, requests ratings, starts and stops VMs. */
    OPERATOR,
    /** Changes what exists. */
    ADMINISTRATOR,
    /** A host's agent: reports beats and values. */
    AGENT,
    /** One service of Berth calling another. */
    SERVICE,
    /** A member of self-service roles, which say what it may do. */
    SELF_SERVICE;

    /** The name in the token's {@code groups} claim. */
    public String claim() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The role of a claim's name.
     *
     * @throws PlatformException listing the names there are
     */
    public static Role of(String claim) {
        return Arrays.stream(values())
                .filter(role -> role.claim().equals(claim))
                .findFirst()
                .orElseThrow(() ->
                        new PlatformException(
                                "There is no role '%s'. Choose one of: %s."
                                        .formatted(
                                                claim,
                                                Arrays.stream(values())
                                                        .map(Role::claim)
                                                        .collect(Collectors.joining(", ")))));
    }
}
