package io.berth.monitoring.app.alert;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings of alerts. */
@ConfigMapping(prefix = "berth.alerts")
public interface AlertSettings {
    /**
     * Most open alerts; beyond it only critical ones open, up to a tenth more. So many that a
     * person has long stopped to read them, and few enough to be looked through every round.
     */
    @WithDefault("10000")
    long maxOpen();

    /** Most resolved alerts that are kept; the oldest go first. */
    @WithDefault("10000")
    long maxResolved();

    /** How long a resolved alert is kept. */
    @WithDefault("P30D")
    Duration keepResolved();

    /**
     * How often the estate is looked through for troubles that stand, and for silences that end.
     */
    @WithDefault("PT2S")
    Duration lookInterval();

    /** How far back dead letters count. */
    @WithDefault("PT1H")
    Duration deadLetterWindow();

    /** How often dead letters are counted. */
    @WithDefault("PT30S")
    Duration deadLetterInterval();

    /** Put before the code of a rule, it is the address of the rule's runbook page. */
    @WithDefault("/api/v1/runbooks/")
    String runbooks();

    /** Most silences that have not ended. */
    @WithDefault("500")
    int maxSilences();

    /** Longest silence, so that none is forgotten for good. */
    @WithDefault("P30D")
    Duration longestSilence();

    /** Most streams of alerts that this instance serves. */
    @WithDefault("100")
    int maxStreams();

    /** How often streams are told what has changed. */
    @WithDefault("PT1S")
    Duration streamInterval();
}
