package io.berth.monitoring.store.alert;

import io.berth.contracts.ids.AlertFingerprint;
import io.berth.monitoring.domain.alert.Word;

/**
 * A word that somebody is still to be told.
 *
 * @param attempts how many have failed
 */
public record Delivery(
        long id,
        String webhook,
        Word word,
        AlertFingerprint fingerprint,
        String body,
        int attempts) {}
