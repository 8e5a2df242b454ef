package io.berth.simulator.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executor;

/** The agent is the reference for real ones, so nothing of the simulation may leak into it. */
@AnalyzeClasses(packages = "io.berth", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String AGENT = "io.berth.simulator.agent..";
    private static final String DISKS = "io.berth.simulator.disks..";
    private static final String MOVER = "io.berth.simulator.replica..";

    @ArchTest
    static final ArchRule THE_AGENT_IS_PURE =
            classes()
                    .that()
                    .resideInAPackage(AGENT)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            AGENT,
                            "io.berth.contracts",
                            "io.berth.contracts.hosts..",
                            "io.berth.contracts.ids..",
                            "io.berth.contracts.inventory..",
                            "io.berth.contracts.telemetry..",
                            "io.berth.contracts.timing..",
                            "java..",
                            "org.jspecify..");

    @ArchTest
    static final ArchRule NONE_HAS_CLOCK_OR_THREADS =
            noClasses()
                    .that()
                    .resideInAnyPackage(AGENT, MOVER, DISKS)
                    .should()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Clock.class)
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Thread.class)
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Executor.class);

    @ArchTest
    static final ArchRule THE_DATA_MOVER_IS_PURE_AND_KNOWS_NOTHING_OF_THE_AGENT =
            classes()
                    .that()
                    .resideInAPackage(MOVER)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            MOVER,
                            "io.berth.contracts",
                            "io.berth.contracts.hosts..",
                            "io.berth.contracts.ids..",
                            "io.berth.contracts.inventory..",
                            "io.berth.contracts.replica..",
                            "java..",
                            "org.jspecify..");

    /** So that whoever has a file can check it, with nothing of the simulator beside. */
    @ArchTest
    static final ArchRule IMAGES_NEED_NOTHING_OF_THE_SIMULATOR =
            classes()
                    .that()
                    .resideInAPackage("io.berth.simulator.image..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "io.berth.simulator.image..",
                            "io.berth.contracts.ids..",
                            "java..",
                            "org.jspecify..");

    @ArchTest
    static final ArchRule THE_HANDS_OF_THE_DATA_MOVER_KNOW_NO_AGENT =
            noClasses()
                    .that()
                    .resideInAPackage("io.berth.simulator.mover..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            AGENT,
                            "io.berth.simulator.runtime..",
                            "io.berth.simulator.enrolment..",
                            "io.quarkus..",
                            "jakarta..");

    @ArchTest
    static final ArchRule THE_DISK_MOVER_IS_PURE =
            classes()
                    .that()
                    .resideInAPackage(DISKS)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            DISKS,
                            "io.berth.contracts",
                            "io.berth.contracts.hosts..",
                            "io.berth.contracts.ids..",
                            "io.berth.contracts.inventory..",
                            "io.berth.contracts.telemetry..",
                            "java..",
                            "org.jspecify..");

    @ArchTest
    static final ArchRule ONLY_CONTRACTS_ARE_SHARED_WITH_THE_SERVICES =
            noClasses()
                    .that()
                    .resideInAPackage("io.berth.simulator..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.berth.kit..",
                            "io.berth.inventory..",
                            "io.berth.monitoring..",
                            "io.berth.placement..",
                            "io.berth.platform..");
}
