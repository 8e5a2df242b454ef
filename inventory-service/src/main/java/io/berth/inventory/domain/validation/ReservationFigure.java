package io.berth.inventory.domain.validation;

import io.berth.contracts.ids.ArrayId;

/**
 * Persistent reservations of one array.
 *
 * @param needed by all hosts and volumes on it
 * @param limit of the array
 */
public record ReservationFigure(ArrayId array, long needed, long limit) {}
