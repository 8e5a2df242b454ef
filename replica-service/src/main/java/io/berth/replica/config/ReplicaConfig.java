package io.berth.replica.config;

import io.berth.replica.domain.ReplicaPolicy;
import io.berth.replica.domain.Schedule;
import io.berth.replica.domain.Settings;
import io.berth.replica.domain.Window;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.ZoneId;

/** The settings of the replica service beyond those that every service has. */
@ConfigMapping(prefix = "berth.replica")
public interface ReplicaConfig {
    /** Whether this instance orders cycles; off in one that is to answer requests only. */
    @WithDefault("true")
    boolean schedule();

    /** How many relationships one transaction of the scheduler takes up at most. */
    @WithDefault("500")
    int claimBatch();

    /** How long the scheduler rests at most, whatever is due when. */
    @WithDefault("PT1S")
    Duration lookEvery();

    /** How long it rests at least, so that orders of many relationships go out together. */
    @WithDefault("PT0.1S")
    Duration lookPause();

    /** How long a source may take for a delta before the cycle counts as unanswered. */
    @WithDefault("PT2M")
    Duration answerWithin();

    /** The same for an initial copy. */
    @WithDefault("PT30M")
    Duration initialAnswerWithin();

    /** How many ended cycles of each relationship are kept for people. */
    @WithDefault("60")
    int cyclesKept();

    /** How often relationships are judged for the metrics. */
    @WithDefault("PT5S")
    Duration measureEvery();

    /** Without a successful look at the queue for longer, the instance is not ready. */
    @WithDefault("PT10S")
    Duration readyWithin();

    /** An older measurement of a host's link is not used for advice. */
    @WithDefault("PT15M")
    Duration linkMeasuredWithin();

    /** When a resynchronisation may begin, of relationships that do not say. */
    @WithDefault("18:30-06:00")
    String resyncWindow();

    /** The IANA time zone of windows, of relationships that do not say. */
    @WithDefault("UTC")
    String zone();

    /** The settings of a relationship that says nothing. */
    default Settings settings() {
        Settings plain = Settings.PLAIN;
        return new Settings(
                Schedule.always(ZoneId.of(zone())),
                Window.parse(resyncWindow()),
                plain.disks(),
                null,
                plain.authentication(),
                plain.initialCopy(),
                null,
                null,
                null,
                plain.revision());
    }

    /** The constants as the rules take them. */
    default ReplicaPolicy policy() {
        ReplicaPolicy rest = ReplicaPolicy.DEFAULT;
        return new ReplicaPolicy(
                answerWithin(),
                initialAnswerWithin(),
                rest.firstPause(),
                rest.longestPause(),
                rest.firstRecheck(),
                rest.longestRecheck());
    }
}
