package io.berth.monitoring.domain.alert;

import io.berth.contracts.alerts.AlertState;
import io.berth.contracts.ids.AlertFingerprint;
import io.berth.contracts.ids.DomainId;
import org.jspecify.annotations.Nullable;

/** What a rule makes of a fact: trouble, or the end of it. */
public sealed interface Signal {
    /** The rule. */
    AlertRule rule();

    /** The id of what it is about. */
    String subject();

    /** The alert that it concerns. */
    default AlertFingerprint fingerprint() {
        return rule().fingerprint(subject());
    }

    /**
     * There is trouble.
     *
     * @param domain the placement domain that it concerns; null where it concerns none
     * @param summary for people, with the figures; cut to what an alert holds
     */
    record Raise(AlertRule rule, String subject, @Nullable DomainId domain, String summary)
            implements Signal {
        public Raise {
            summary = Texts.cut(summary, AlertState.MAX_SUMMARY);
        }
    }

    /**
     * The trouble is over.
     *
     * @param because for people
     */
    record Resolve(AlertRule rule, String subject, String because) implements Signal {}
}
