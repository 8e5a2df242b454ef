package io.berth.placement.domain.policy;

import io.berth.contracts.placement.PlacementOverride;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The soft rules that do not count for one placement, and by whose word.
 *
 * @param override an administrator's; absent where the rules themselves say so
 */
public record Waiver(Set<SoftRule> rules, @Nullable PlacementOverride override) {
    /** All rules count. */
    public static final Waiver NONE = new Waiver(Set.of(), null);

    /** Takes a copy. */
    public Waiver {
        rules = rules.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(rules));
    }

    /** What an administrator's word sets aside: all soft rules, or nothing without one. */
    public static Waiver of(@Nullable PlacementOverride override) {
        return override == null ? NONE : new Waiver(EnumSet.allOf(SoftRule.class), override);
    }

    /** The same with this rule set aside as well. */
    public Waiver and(SoftRule rule) {
        Set<SoftRule> more = EnumSet.of(rule);
        more.addAll(rules);
        return new Waiver(more, override);
    }

    /** The same with this rule in force. */
    public Waiver but(SoftRule rule) {
        if (!rules.contains(rule)) {
            return this;
        }
        Set<SoftRule> fewer = EnumSet.copyOf(rules);
        fewer.remove(rule);
        return new Waiver(fewer, override);
    }

    /** The rules themselves. */
    public static Waiver ofRules(Set<SoftRule> rules) {
        return new Waiver(rules, null);
    }
}
