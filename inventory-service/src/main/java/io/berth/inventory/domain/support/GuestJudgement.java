package io.berth.inventory.domain.support;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the guest rules say of a guest on a host.
 *
 * @param maxVcpus most virtual processors that the rules allow; absent where they set no limit
 * @param rules every rule with its result
 */
public record GuestJudgement(Listing answer, @Nullable Integer maxVcpus, List<RuleResult> rules) {
    /** Copies the list. */
    public GuestJudgement {
        rules = List.copyOf(rules);
    }
}
