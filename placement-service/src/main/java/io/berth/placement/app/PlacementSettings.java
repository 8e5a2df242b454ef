package io.berth.placement.app;

import io.berth.contracts.ids.HostGroupId;
import io.berth.placement.domain.policy.Goal;
import io.berth.placement.domain.policy.GroupPolicy;
import io.berth.placement.domain.policy.OperationPolicy;
import io.berth.placement.domain.policy.OptimiseMode;
import io.berth.placement.domain.policy.OptimisePolicy;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.reserve.SearchBudget;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

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

    /** How long a host may take to answer an operation on a VM before it counts as failed. */
    @WithDefault("PT2M")
    Duration operationDeadline();

    /** How many waiting VMs one transaction places at most when capacity appears. */
    @WithDefault("500")
    int maxRetriesPerDecision();

    /** How long a VM waits for each lower tier of its start group that does not come up. */
    @WithDefault("PT5M")
    Duration startPatience();

    /** How often deadlines and changed hosts are looked at. */
    @WithDefault("1s")
    String timerInterval();

    /** How many decisions of each VM are kept for people. */
    @WithDefault("10")
    int decisionsKept();

    /** How long decisions can be made again; the topics that they were made from keep as long. */
    @WithDefault("P7D")
    Duration journalKept();

    /** How the hosts of a group are rated, by the id of the group. */
    Map<String, GroupRating> groups();

    /** How the hosts of one group are rated. */
    interface GroupRating {
        /** Which host that can take a VM is the best. */
        @WithDefault("LOAD_BALANCE")
        Goal goal();

        /** How much memory counts, 0 to 100, relative to the others. */
        @WithDefault("1")
        double memoryWeight();

        /** How much processing counts. */
        @WithDefault("1")
        double cpuWeight();

        /** How much the operations of the host's own disks count. */
        @WithDefault("1")
        double iopsWeight();

        /** How much the network counts. */
        @WithDefault("1")
        double networkWeight();

        /** Who decides that its load is spread anew. */
        @WithDefault("MANUAL")
        OptimiseMode optimise();

        /** How long after one round the next begins by itself, 10 minutes to 24 hours. */
        @WithDefault("PT10M")
        Duration optimiseInterval();

        /** How small a gain is worth a move: 1, only large ones, to 5. */
        @WithDefault("3")
        int aggressiveness();

        /** Whether its hosts may be advised to be switched off. */
        @WithDefault("true")
        boolean powerAdvice();
    }

    /**
     * How the hosts of groups are rated.
     *
     * @throws IllegalArgumentException when an id is none, or a setting is out of range
     */
    default Map<HostGroupId, GroupPolicy> ratings() {
        Map<HostGroupId, GroupPolicy> ratings = new HashMap<>();
        groups().forEach((group, rating) ->
                ratings.put(
                        new HostGroupId(group),
                        new GroupPolicy(
                                rating.goal(),
                                new GroupPolicy.Weights(
                                        rating.memoryWeight(),
                                        rating.cpuWeight(),
                                        rating.iopsWeight(),
                                        rating.networkWeight()),
                                new OptimisePolicy(
                                        rating.optimise(),
                                        rating.optimiseInterval(),
                                        rating.aggressiveness(),
                                        rating.powerAdvice()))));
        return ratings;
    }

    /** How often clusters that have changed are judged anew. */
    @WithDefault("1s")
    String reserveInterval();

    /** After how many steps the exact judgement of a cluster gives up; 40 million take a second. */
    @WithDefault("40000000")
    long reserveSteps();

    /** After how many steps the search for a better plan ends; 25 million take a second. */
    @WithDefault("25000000")
    long planSteps();

    /** How much the exact judgement may do for one cluster. */
    default SearchBudget searchBudget() {
        SearchBudget known = SearchBudget.DEFAULT;
        return new SearchBudget(
                reserveSteps(), known.stepsPerCombination(), known.rememberedBytes());
    }

    /** The rules about guests and processors. */
    default Rulebook rulebook() {
        return RulebookFiles.read();
    }

    /**
     * The constants as the rules take them.
     *
     * @param operations how VMs move
     */
    default PlacementPolicy policy(OperationPolicy operations) {
        return new PlacementPolicy(
                PlacementPolicy.DEFAULT.version(),
                startDeadline(),
                stopRepeat(),
                maxStartAttempts(),
                failedStartRetry(),
                operationDeadline(),
                maxRetriesPerDecision(),
                rulebook(),
                operations,
                ratings(),
                startPatience());
    }
}
