package io.berth.inventory.domain.validation;

import io.berth.contracts.ids.HostId;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a test looked at.
 *
 * @param node whose it is; absent when it concerns the cluster as a whole
 * @param value as it was found; names in it are as hosts reported them, so whoever shows it escapes
 *     it
 * @param amiss whether it is why the test did not pass
 */
public record Evidence(@Nullable HostId node, String what, String value, boolean amiss) {}
