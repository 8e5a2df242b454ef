package io.berth.placement.store;

import io.berth.contracts.placement.PlacementDecision;

/**
 * A decision about a VM as it is kept for people.
 *
 * @param text the event in the dialect of the topics
 */
public record ToldDecision(PlacementDecision event, String text) {}
