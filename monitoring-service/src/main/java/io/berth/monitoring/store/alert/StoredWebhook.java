package io.berth.monitoring.store.alert;

import io.berth.monitoring.domain.alert.Webhook;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as it is kept.
 *
 * @param revision rises with every change by a person
 * @param delivered how many words it has taken
 * @param givenUp how many it did not take in all attempts
 * @param dropped how many were pushed out by newer ones
 * @param lastAt the newest attempt; null before the first
 * @param lastError what came of it; null when it was taken
 */
public record StoredWebhook(
        Webhook webhook,
        long revision,
        long delivered,
        long givenUp,
        long dropped,
        @Nullable Instant lastAt,
        @Nullable String lastError) {}
