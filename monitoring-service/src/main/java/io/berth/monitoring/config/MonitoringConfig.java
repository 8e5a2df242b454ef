package io.berth.monitoring.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The settings of the monitoring service. */
@ConfigMapping(prefix = "berth.monitoring")
public interface MonitoringConfig {
    /** What agents and monitor must agree on; refused at start when it does not fit together. */
    Timings timings();

    /**
     * How often a tick is written into each owned partition. Well below {@code timings.cap}, so
     * that log time passes where no host beats.
     */
    @WithDefault("PT0.5S")
    Duration tickInterval();

    /** How often a fold without news is saved; after a crash at most so much is read again. */
    @WithDefault("PT2S")
    Duration saveInterval();

    /** How often the mean load of each host is published. */
    @WithDefault("PT15S")
    Duration loadInterval();

    /** How often the rosters of the inventory are compared with those in the log. */
    @WithDefault("PT1S")
    Duration rosterInterval();

    /** How often the leases that agents tell are compared with those that are wanted. */
    @WithDefault("PT1S")
    Duration detectionInterval();

    /** A partition whose newest folded record is older makes the service not ready. */
    @WithDefault("PT10S")
    Duration readyWithin();

    /**
     * Beats of one host that are looked at within a second; further ones are counted and dropped.
     * Twice what the 63 peers of the largest cluster relay for a host that cannot reach the broker,
     * each every half beat.
     */
    @WithDefault("500")
    int beatsPerSecond();

    /** Time series of load. */
    Series series();

    /** Hosts that fail again and again; refused at start when out of range. */
    Quarantine quarantine();

    /** Key-value pairs of guests. */
    Kvp kvp();

    /** The constants of leases and detection; see {@code LeaseTimings} for why they fit. */
    interface Timings {
        /** T: silence after which a host is judged. */
        @WithDefault("PT5S")
        Duration threshold();

        /** b: between two beats. */
        @WithDefault("PT0.5S")
        Duration beat();

        /** How long one beat may be in flight. */
        @WithDefault("PT0.5S")
        Duration requestTimeout();

        /** p: how long a peer may take to answer. */
        @WithDefault("PT0.3S")
        Duration peerTimeout();

        /** L: the right to run highly available virtual machines. */
        @WithDefault("PT3.5S")
        Duration lease();

        /** A: without acknowledgement for this long a node counts as unserved. */
        @WithDefault("PT2S")
        Duration agentUnserved();

        /** S: a node whose confirmed time is older is silent. */
        @WithDefault("PT1.5S")
        Duration monitorSilent();

        /** How long it may take to stop the virtual machines of a host. */
        @WithDefault("PT0.4S")
        Duration kill();

        /** To the broker and back, at most, when all is well. */
        @WithDefault("PT0.4S")
        Duration roundTrip();

        /** Most that one record can advance log time. */
        @WithDefault("PT1S")
        Duration cap();
    }

    /** How many time series the loads of hosts and what is known of VMs may become. */
    interface Series {
        /** Most configured hosts with a series each; above, sums and the most loaded alone. */
        @WithDefault("500")
        int maxHosts();

        /** Most VMs in the inventory with series each; above, sums and silent guests alone. */
        @WithDefault("2000")
        int maxVms();

        /** Most domains with sums; of more, the most loaded, or those with most silent guests. */
        @WithDefault("500")
        int maxDomains();

        /**
         * How many of the most loaded hosts have a series where not every host has one, and how
         * many of the guests that have been silent for longest.
         */
        @WithDefault("20")
        int top();
    }

    /** Guests that do not answer their hosts. */
    Guests guests();

    /** How long guests may leave their hosts without an answer, where they do not say so. */
    interface Guests {
        /** Of a guest that has answered before. */
        @WithDefault("PT30S")
        Duration threshold();

        /** Of one that has not answered since it started, and is expected to. */
        @WithDefault("PT10M")
        Duration noContact();

        /** After which a loss that lasts is told again, and a restart considered again. */
        @WithDefault("PT10M")
        Duration repeat();

        /** A restart that placement has not ordered by then is not wanted any more. */
        @WithDefault("PT30S")
        Duration restartWithin();

        /** Placement domains, by id, that have others. */
        Map<String, OfDomain> domains();

        /** What a placement domain has otherwise. */
        interface OfDomain {
            /** As {@link Guests#threshold}. */
            Optional<Duration> threshold();

            /** As {@link Guests#noContact}. */
            Optional<Duration> noContact();

            /** As {@link Guests#repeat}. */
            Optional<Duration> repeat();
        }
    }

    /** When a host takes no virtual machines for a while; see {@code QuarantineRules}. */
    interface Quarantine {
        /** So many failures quarantine a host, at least 2. */
        @WithDefault("3")
        int failures();

        /** Over this much log time they are counted. */
        @WithDefault("PT1H")
        Duration within();

        /** So long, in log time, a quarantine lasts. */
        @WithDefault("PT2H")
        Duration lasting();

        /** At most so many percent of the hosts of a domain at once, rounded down. */
        @WithDefault("25")
        int percent();
    }

    /** Bounds for what guests may make the service keep. */
    interface Kvp {
        /** Most keys per virtual machine, over all pools; further ones are counted and not kept. */
        @WithDefault("1024")
        int maxKeysPerVm();

        /** Most machines whose pairs are kept although inventory does not know them. */
        @WithDefault("10000")
        int maxUnknownVms();

        /** Most changes kept per key. */
        @WithDefault("20")
        int historyPerKey();

        /** Most changes kept per virtual machine. */
        @WithDefault("1000")
        int historyPerVm();

        /** How long changes are kept. */
        @WithDefault("P90D")
        Duration historyFor();

        /** Reports of one guest whose changes are told within an hour. */
        @WithDefault("60")
        int eventsPerHour();
    }
}
