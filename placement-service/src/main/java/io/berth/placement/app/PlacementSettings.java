package io.berth.placement.app;

import io.berth.placement.domain.PlacementPolicy;
import io.berth.placement.domain.reserve.SearchBudget;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings of placement. The defaults are those of {@link PlacementPolicy#DEFAULT}. */
@ConfigMapping(prefix = "berth.placement")
public interface PlacementSettings {
    /** How long a host may take to report a VM running before the start is withdrawn. */
    @WithDefault("PT10S")
    Duration startDeadline();

    /** After how long without an answer a stop is sent again. */
    @WithDefault("PT10S")
    Duration stopRepeat();

    /** How many hosts may fail to start a VM before it is unplaceable. */
    @WithDefault("5")
    int maxStartAttempts();

    /** After how long a VM that hosts failed to start is tried on all of them again. */
    @WithDefault("PT30S")
    Duration failedStartRetry();

    /** How many waiting VMs one transaction places at most when capacity appears. */
    @WithDefault("500")
    int maxRetriesPerDecision();

    /** How often deadlines and changed hosts are looked at. */
    @WithDefault("1s")
    String timerInterval();

    /** How many decisions of each VM are kept for people. */
    @WithDefault("10")
    int decisionsKept();

    /** How often clusters that have changed are judged anew. */
    @WithDefault("1s")
    String reserveInterval();

    /** After how many steps the exact judgement of a cluster gives up; 40 million take a second. */
    @WithDefault("40000000")
    long reserveSteps();

    /** How much the exact judgement may do for one cluster. */
    default SearchBudget searchBudget() {
        SearchBudget known = SearchBudget.DEFAULT;
        return new SearchBudget(
                reserveSteps(), known.stepsPerCombination(), known.rememberedBytes());
    }

    /** The constants as the rules take them. */
    default PlacementPolicy policy() {
        return new PlacementPolicy(
                PlacementPolicy.DEFAULT.version(),
                startDeadline(),
                stopRepeat(),
                maxStartAttempts(),
                failedStartRetry(),
                maxRetriesPerDecision());
    }
}
