package io.berth.inventory.domain.support;

import io.berth.inventory.domain.FaultyRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an installation of Berth itself needs, by what it manages. Only what was measured stands
 * there; beyond it the answer is that nobody knows.
 */
public record InstallationSizing(List<Band> bands) {
    /**
     * A size that was measured.
     *
     * @param cores of the machine, for all services together
     * @param memoryMiB of the machine, for all services together
     * @param heapMiB largest heap of inventory-service
     * @param source where the measurement is written down
     */
    public record Band(
            long maxHosts, long maxVms, int cores, long memoryMiB, long heapMiB, String source) {}

    /**
     * The running installation, seen from one instance of inventory-service.
     *
     * @param processors that this process may use
     * @param maxHeapMiB that this process may use
     */
    public record Observed(long hosts, long vms, int processors, long maxHeapMiB) {}

    /** How it stands. */
    public enum Answer {
        /** It has what was measured to be enough. */
        ENOUGH,
        /** It has less than was measured to be enough. */
        TOO_SMALL,
        /** Nothing so large was measured. */
        NOT_MEASURED
    }

    /**
     * What came of it.
     *
     * @param band the smallest measured size that holds it; absent when none does
     */
    public record Judgement(
            Answer answer, Observed observed, @Nullable Band band, List<RuleResult> rules) {
        /** Copies the list. */
        public Judgement {
            rules = List.copyOf(rules);
        }
    }

    /**
     * @throws FaultyRule when the bands do not rise
     */
    public InstallationSizing {
        bands = List.copyOf(bands);
        for (int i = 1; i < bands.size(); i++) {
            if (bands.get(i).maxHosts() <= bands.get(i - 1).maxHosts()
                    || bands.get(i).maxVms() < bands.get(i - 1).maxVms()) {
                throw new FaultyRule("/bands/" + i, "the bands do not rise");
            }
        }
    }

    /** Whether the running installation has what it needs. */
    public Judgement judge(Observed observed) {
        Band band =
                bands.stream()
                        .filter(any ->
                                observed.hosts() <= any.maxHosts()
                                        && observed.vms() <= any.maxVms())
                        .findFirst()
                        .orElse(null);
        if (band == null) {
            Band largest = bands.getLast();
            return new Judgement(
                    Answer.NOT_MEASURED,
                    observed,
                    null,
                    List.of(
                            new RuleResult(
                                    "measured-size",
                                    Outcome.NOT_LISTED,
                                    "%d hosts and %d VMs; the largest that was measured is %d and %d"
                                            .formatted(
                                                    observed.hosts(),
                                                    observed.vms(),
                                                    largest.maxHosts(),
                                                    largest.maxVms()),
                                    "Watch heap and processor time of the services, and add what"
                                            + " you measured to installation.yaml.")));
        }
        List<RuleResult> rules = new ArrayList<>();
        rules.add(
                RuleResult.passed(
                        "measured-size",
                        "%d hosts and %d VMs; up to %d and %d were measured"
                                .formatted(
                                        observed.hosts(),
                                        observed.vms(),
                                        band.maxHosts(),
                                        band.maxVms())));
        rules.add(atLeast("processors", observed.processors(), band.cores(), " processors"));
        rules.add(atLeast("heap", observed.maxHeapMiB(), band.heapMiB(), " MiB"));
        boolean enough = rules.stream().allMatch(RuleResult::inOrder);
        return new Judgement(enough ? Answer.ENOUGH : Answer.TOO_SMALL, observed, band, rules);
    }

    private static RuleResult atLeast(String rule, long has, long needed, String unit) {
        String finding =
                "this instance may use " + has + unit + "; " + needed + unit + " were enough";
        return has >= needed
                ? RuleResult.passed(rule, finding)
                : new RuleResult(
                        rule, Outcome.FAILED, finding, "Give it at least " + needed + unit + ".");
    }
}
