package io.berth.inventory.domain.validation;

import io.berth.contracts.ids.CsvId;

/**
 * A cluster shared volume as inventory has it.
 *
 * @param about what it stands on, for people and for comparison: array, disk group, LUN, size
 */
public record Volume(CsvId csv, String about) {}
