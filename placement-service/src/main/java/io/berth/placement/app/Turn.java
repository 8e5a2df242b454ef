package io.berth.placement.app;

import io.berth.contracts.placement.InputOffset;
import io.berth.placement.domain.policy.Moment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One look at a domain.
 *
 * @param read how far the domain's own partition had been read
 */
record Turn(Instant now, long seed, List<InputOffset> read) {
    /** With the offsets of the catalog at the moment of deciding. */
    Moment moment(List<InputOffset> catalog) {
        List<InputOffset> inputs = new ArrayList<>(read);
        inputs.addAll(catalog);
        return new Moment(now, seed, inputs);
    }
}
