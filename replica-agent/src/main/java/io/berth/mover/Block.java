package io.berth.mover;

import java.nio.ByteBuffer;

/**
 * One block of an image.
 *
 * @param index of the block; it begins at {@code index × block size} bytes
 * @param data its content from position to limit: a whole block, or less at the end of the image.
 *     Whoever hands a block over lends the buffer until the next call
 */
public record Block(long index, ByteBuffer data) {}
