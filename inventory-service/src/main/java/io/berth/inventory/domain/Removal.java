package io.berth.inventory.domain;

import io.berth.contracts.ids.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That something existed and was removed.
 *
 * @param by absent when the history of that time is forgotten
 */
public record Removal(Instant at, @Nullable Principal by) {}
