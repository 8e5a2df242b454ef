package io.berth.monitoring.store.alert;

import io.berth.monitoring.domain.alert.Alert;

/**
 * An alert as it is kept.
 *
 * @param opened the number of the change that opened it; orders lists
 * @param revision the number of its newest change
 * @param notified whether word of its opening was sent
 */
public record StoredAlert(Alert alert, long opened, long revision, boolean notified) {}
