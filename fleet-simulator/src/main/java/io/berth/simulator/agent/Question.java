package io.berth.simulator.agent;

import io.berth.contracts.ids.BootId;

/**
 * One round of asking the peers. The boot is part of it, so that an answer to an earlier life of
 * the asker is recognised.
 *
 * @param boot of the asker
 * @param number 1, 2, 3 … within a boot
 */
public record Question(BootId boot, long number) {}
