package io.berth.simulator.runtime;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How the simulator runs. */
@ConfigMapping(prefix = "berth")
public interface SimulatorConfig {
    /** Put before the name of every topic, where installations share a Kafka cluster. */
    Optional<String> topicPrefix();

    /** What is its own. */
    Simulator simulator();

    /** Settings of the simulation. */
    interface Simulator {
        /** The file that holds the hosts' disks, so that the fleet survives the simulator. */
        @WithDefault("${BERTH_HOME:.berth}/simulator/fleet.json")
        Path state();

        /** From power-on to the start of a host's agent. */
        @WithDefault("PT3S")
        Duration powerOnDelay();

        /** Of start and stop times, load noise and phases; logged at start. */
        @WithDefault("20110705")
        long seed();

        /** Threads that run all hosts together. */
        @WithDefault("2")
        int threads();

        /** Between two KVP reports of a guest. */
        @WithDefault("PT60S")
        Duration kvpInterval();

        /** Bytes of the disk of a VM that is replicated; a multiple of 65,536, 1 GiB at most. */
        @WithDefault("4194304")
        long diskSize();

        /** Between two writes of a guest to its disk. */
        @WithDefault("PT0.5S")
        Duration diskWriteInterval();

        /**
         * Holds the keys of {@code berth-replica/<host>@REALM} for every host that is to replicate
         * by Kerberos; without it such cycles are refused.
         */
        Optional<Path> kerberosKeytab();

        /** The realm of these keys. */
        Optional<String> kerberosRealm();

        /** How fast a host moves a disk from one volume to another. */
        @WithDefault("400")
        long moveMibPerSecond();

        /** Between two reports of what the disks of VMs are asked for. */
        @WithDefault("PT20S")
        Duration diskLoadInterval();
    }
}
