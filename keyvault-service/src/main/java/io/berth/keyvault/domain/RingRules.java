package io.berth.keyvault.domain;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules that are wished for a ring.
 *
 * @param principals who may use it
 * @param minimum keys below open nothing
 * @param rotateAfter how old a key becomes before another one takes its place
 * @param expectedRevision what the rules must be at; null when any will do
 */
public record RingRules(
        List<Principal> principals,
        KeyVersion minimum,
        Duration rotateAfter,
        @Nullable Long expectedRevision) {}
