package io.berth.inventory.app.storage;

import io.berth.contracts.ids.MiB;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings of the moves of consolidation plans. */
@ConfigMapping(prefix = "berth.inventory.consolidation")
public interface ConsolidationConfig {
    /** How long an agent has to answer an order, beside the time that the copy may take. */
    @WithDefault("PT2M")
    Duration answerWithin();

    /** A copy that is slower than this is taken for lost; its order is repeated. */
    @WithDefault("20")
    long leastMibPerSecond();

    /** How often a step is asked for before the plan stops, the first time among them. */
    @WithDefault("3")
    int orders();

    /** After the word that the VM runs elsewhere, how long until it is looked for there. */
    @WithDefault("PT5S")
    Duration lookAgainAfter();

    /** How often this instance looks for orders that were not answered in time. */
    @WithDefault("PT1S")
    Duration lookEvery();

    /** How long an agent has to move so much. */
    default Duration within(MiB size) {
        return answerWithin()
                .plusMillis(Math.ceilDiv(size.value() * 1000, Math.max(1, leastMibPerSecond())));
    }
}
