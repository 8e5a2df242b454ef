package io.berth.placement.store;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;

/**
 * A decision about a VM as it was told.
 *
 * @param decision the id under which the journal has it: one decision may tell of several VMs
 * @param type of the event
 * @param event the event itself, as JSON
 */
public record RecordedDecision(
        long decision, String type, Instant madeAt, @JsonRawValue String event) {}
