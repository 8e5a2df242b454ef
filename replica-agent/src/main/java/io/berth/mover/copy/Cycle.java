package io.berth.mover.copy;

import io.berth.mover.ImageShape;
import io.berth.mover.Root;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a cycle is to make.
 *
 * @param name the same only for the same blocks: a broken transfer goes on under it. At most
 *     {@value #LONGEST_NAME} characters; the source's root does well
 * @param base of the copy that the blocks go over; null: blocks that do not come are zeros
 */
public record Cycle(
        String name, ImageShape shape, @Nullable Root base, Instant ordered, Mark mark) {
    static final int LONGEST_NAME = 128;

    /**
     * @throws IllegalArgumentException when the name is too long
     */
    public Cycle {
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "a cycle's name has at most %d characters, given %d"
                            .formatted(LONGEST_NAME, name.length()));
        }
    }
}
