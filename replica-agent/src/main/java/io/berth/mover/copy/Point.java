package io.berth.mover.copy;

import io.berth.mover.ImageShape;
import io.berth.mover.Root;
import java.time.Instant;

/**
 * A recovery point: the image as it was at one moment.
 *
 * @param number from 1, never used twice in a copy
 * @param ordered when its cycle was ordered: it holds all that was written before
 * @param mark what the guest knew of it
 */
public record Point(long number, Instant ordered, Mark mark, ImageShape shape, Root root) {}
