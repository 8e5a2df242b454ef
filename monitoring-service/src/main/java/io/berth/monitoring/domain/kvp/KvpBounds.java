package io.berth.monitoring.domain.kvp;

import java.time.Duration;

/**
 * What guests may make the service keep and tell.
 *
 * @param maxKeysPerVm over all pools; further ones are counted and not kept
 * @param maxUnknownVms of which inventory knows nothing; reports of further ones are counted
 * @param historyPerKey changes kept
 * @param historyPerVm changes kept over all keys
 * @param historyFor how long changes are kept
 * @param eventsPerHour changes of one guest that are told within an hour; further ones are counted
 */
public record KvpBounds(
        int maxKeysPerVm,
        int maxUnknownVms,
        int historyPerKey,
        int historyPerVm,
        Duration historyFor,
        int eventsPerHour) {}
