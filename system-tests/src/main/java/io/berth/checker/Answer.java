package io.berth.checker;

import org.jspecify.annotations.Nullable;

/**
 * Where placement says over REST that a VM is.
 *
 * @param host absent while it has none
 * @param state as placement names it
 */
public record Answer(Vm vm, @Nullable Host host, Epoch epoch, String state) {}
