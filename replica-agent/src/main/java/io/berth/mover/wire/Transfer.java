package io.berth.mover.wire;

import java.time.Duration;

/**
 * What a transfer has cost, over all its connections.
 *
 * @param blocks that were sent, zeros among them, those that were sent twice counted twice
 * @param zeroBlocks of them
 * @param imageBytes that these blocks have
 * @param packedBytes that were left of them when they were compressed
 * @param wireBytes that were given to TCP, with all that protects them
 * @param took from the call to its return
 * @param resumedFrom the first block of the last connection; 0 when nothing was there
 * @param connections that were made
 */
public record Transfer(
        long blocks,
        long zeroBlocks,
        long imageBytes,
        long packedBytes,
        long wireBytes,
        Duration took,
        long resumedFrom,
        int connections) {}
