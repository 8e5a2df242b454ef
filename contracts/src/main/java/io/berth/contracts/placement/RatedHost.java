package io.berth.contracts.placement;

import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;

/**
 * A host's rating for one VM, from the state after the VM would be there.
 *
 * @param stars 0 to 5 in half-star steps
 * @param score 0 to 1, before it is floored to half stars
 */
public record RatedHost(HostId host, double stars, double score) {
    /**
     * @throws IllegalArgumentException when a part is missing out of range or between two steps
     */
    public RatedHost {
        Require.present("host", host);
        Require.range("stars", stars, 0, 5);
        if (stars * 2 != Math.rint(stars * 2)) {
            throw new IllegalArgumentException("stars is " + stars + "; it goes in half steps");
        }
        Require.range("score", score, 0, 1);
    }
}
