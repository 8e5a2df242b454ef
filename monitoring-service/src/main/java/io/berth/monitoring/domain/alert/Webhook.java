package io.berth.monitoring.domain.alert;

import io.berth.contracts.alerts.AlertSeverity;
import io.berth.contracts.ids.Identifiers;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/**
 * Somebody who is told of alerts by HTTP.
 *
 * @param secret the name of the secret that signs what is sent
 * @param from only alerts that matter at least so much
 * @param enabled off, nothing is sent and nothing new is queued
 */
public record Webhook(String id, URI url, String secret, AlertSeverity from, boolean enabled) {
    /** Longest address, in characters. */
    public static final int MAX_URL = 1024;

    /**
     * How often one word is tried: with the {@linkplain #pause pauses} that is some ten minutes, as
     * long as a receiver takes to be started anew.
     */
    public static final int MAX_ATTEMPTS = 8;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    /**
     * @throws IllegalArgumentException when a name is no {@linkplain Identifiers identifier}
     */
    public Webhook {
        Identifiers.check("id", id);
        Identifiers.check("secret", secret);
    }

    /**
     * An address that may be called.
     *
     * @throws IllegalArgumentException naming what is wrong with it
     */
    public static URI address(String text) {
        if (text.length() > MAX_URL) {
            throw new IllegalArgumentException(
                    "url has "
                            + text.length()
                            + " characters; at most "
                            + MAX_URL
                            + " are allowed");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("url is no address: " + e.getReason(), e);
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "url must be http:// or https:// with the name of a host");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "url must hold neither user nor password nor a fragment; requests are signed"
                            + " with the secret instead");
        }
        return uri;
    }

    /** Whether it is told of this alert. */
    public boolean wants(Alert alert) {
        return enabled && alert.rule().severity().compareTo(from) >= 0;
    }

    /**
     * How long to wait after so many attempts that failed: 5, 10, 20 … 320 s.
     *
     * @param attempts from 1
     */
    public static Duration pause(int attempts) {
        return FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, MAX_ATTEMPTS - 2));
    }
}
