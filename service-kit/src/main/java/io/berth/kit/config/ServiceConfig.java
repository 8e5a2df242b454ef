package io.berth.kit.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings that every service has. */
@ConfigMapping(prefix = "berth")
public interface ServiceConfig {
    /** Which service this is: {@code placement}. It names the source of its events. */
    @WithDefault("${quarkus.application.name:berth}")
    String service();

    /**
     * Which instance of the service this is: {@code placement-1}. For people, never for decisions.
     */
    @WithDefault("${berth.service:${quarkus.application.name:berth}}-1")
    String instance();

    /**
     * Put before each topic name where several installations share a Kafka cluster. Empty when the
     * setting is missing or empty.
     */
    default String topicPrefix() {
        return "";
    }

    /** Longest body of a request, except where a resource bounds its own. */
    @WithDefault("${quarkus.http.limits.max-body-size:4M}")
    MemorySize maxBody();

    /** The outbox and its relay. */
    Outbox outbox();

    /** The inbox. */
    Intake intake();

    /** The outbox and its relay. */
    interface Outbox {
        /** Whether this instance runs a relay; off in tools that only write. */
        @WithDefault("true")
        boolean relay();

        /** How long a published row is kept, for diagnosis. */
        @WithDefault("PT1H")
        Duration retention();

        /**
         * How often the relay looks without having been woken. A commit wakes it at once; this only
         * bounds the harm of a lost wake-up and the age of the figures.
         */
        @WithDefault("PT2S")
        Duration pollInterval();

        /**
         * How long the relay lets rows gather before each round that is not a large one. Zero: each
         * commit is published at once. A service that commits some hundred times a second, and
         * whose events nobody waits for, saves a round for nearly each of them.
         */
        @WithDefault("PT0S")
        Duration gatherFor();

        /** Older unpublished rows make the service not ready. */
        @WithDefault("PT30S")
        Duration readyWithin();

        /**
         * Without any acknowledgement of the broker for so long, the relay gives the lock up for a
         * moment, so that an instance that still reaches the broker can take over.
         */
        @WithDefault("PT30S")
        Duration handOverAfter();
    }

    /** The inbox. */
    interface Intake {
        /** How long event ids are remembered; longer than any topic that is read keeps records. */
        @WithDefault("P8D")
        Duration remember();

        /** Longest transaction of one batch. */
        @WithDefault("PT60S")
        Duration transactionTimeout();

        /** A batch held by a transient error for longer makes the service not ready. */
        @WithDefault("PT10S")
        Duration readyWithin();

        /** A batch that has been in one attempt for longer makes the service not live. */
        @WithDefault("PT3M")
        Duration liveWithin();
    }
}
