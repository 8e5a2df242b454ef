package io.berth.inventory.domain.validation;

import static io.berth.inventory.domain.validation.Category.CERTIFICATION;
import static io.berth.inventory.domain.validation.Category.HYPERVISOR;
import static io.berth.inventory.domain.validation.Category.INVENTORY;
import static io.berth.inventory.domain.validation.Category.NETWORK;
import static io.berth.inventory.domain.validation.Category.STORAGE;
import static io.berth.inventory.domain.validation.Category.SYSTEM;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** All tests that a validation run makes, in the order of the report. */
public final class Catalogue {
    /** The one list of them. */
    public static final List<ValidationTest> TESTS =
            List.of(
                    test(
                            INVENTORY,
                            "host-facts",
                            "Host facts complete",
                            InventoryTests::factsComplete),
                    test(
                            INVENTORY,
                            "same-architecture",
                            "Same architecture",
                            InventoryTests::sameArchitecture),
                    test(
                            INVENTORY,
                            "same-operating-system",
                            "Same operating system version",
                            InventoryTests::sameOperatingSystem),
                    test(INVENTORY, "bios-list", "List of BIOS versions", InventoryTests::biosList),
                    test(INVENTORY, "driver-list", "List of drivers", InventoryTests::driverList),
                    test(
                            NETWORK,
                            "two-networks",
                            "At least two networks on each node",
                            NetworkTests::twoNetworks),
                    test(
                            NETWORK,
                            "unique-addresses",
                            "Unique addresses",
                            NetworkTests::uniqueAddresses),
                    test(NETWORK, "subnets-agree", "Subnets agree", NetworkTests::subnetsAgree),
                    test(NETWORK, "binding-order", "Binding order", NetworkTests::bindingOrder),
                    test(
                            NETWORK,
                            "packet-loss",
                            "No packet loss between nodes",
                            NetworkTests::packetLoss),
                    test(
                            NETWORK,
                            "network-latency",
                            "Latency between nodes",
                            NetworkTests::latency),
                    test(
                            STORAGE,
                            "disks-seen",
                            "Each disk seen by every node",
                            StorageTests::seenByAll),
                    test(STORAGE, "disk-latency", "Disk access latency", StorageTests::latency),
                    test(STORAGE, "disk-arbitration", "Arbitration", StorageTests::arbitration),
                    test(STORAGE, "disk-failover", "Failover", StorageTests::failover),
                    test(
                            STORAGE,
                            "simultaneous-failover",
                            "Simultaneous failover",
                            StorageTests::simultaneousFailover),
                    test(STORAGE, "file-system", "File system", StorageTests::fileSystem),
                    test(
                            STORAGE,
                            "scsi-vpd",
                            "SCSI vital product data (page 83)",
                            StorageTests::vitalProductData),
                    test(
                            STORAGE,
                            "persistent-reservations",
                            "SCSI-3 persistent reservations within the limit",
                            StorageTests::persistentReservations),
                    test(STORAGE, "multipath", "Multipath I/O", StorageTests::multipath),
                    test(
                            SYSTEM,
                            "required-services",
                            "Required services",
                            SystemTests::requiredServices),
                    test(
                            SYSTEM,
                            "directory-domain",
                            "Domain membership",
                            SystemTests::directoryDomain),
                    test(SYSTEM, "signed-drivers", "Signed drivers", SystemTests::signedDrivers),
                    test(SYSTEM, "memory-dump", "Memory dump settings", SystemTests::memoryDump),
                    test(SYSTEM, "time-skew", "Time skew", SystemTests::timeSkew),
                    test(SYSTEM, "update-level", "Same update level", SystemTests::updateLevel),
                    test(
                            SYSTEM,
                            "processor-compatibility",
                            "Processor compatibility",
                            SystemTests::processors),
                    test(
                            HYPERVISOR,
                            "integration-services",
                            "Integration services versions",
                            HypervisorTests::integrationServices),
                    test(
                            HYPERVISOR,
                            "switch-names",
                            "Virtual switch names alike",
                            HypervisorTests::switchNames),
                    test(
                            HYPERVISOR,
                            "offload-settings",
                            "Offload settings",
                            HypervisorTests::offloads),
                    test(
                            CERTIFICATION,
                            "certified-components",
                            "Every component certified for the host's own operating system",
                            CertificationTests::components));

    private Catalogue() {}

    /** The test of this id. */
    public static Optional<ValidationTest> test(String id) {
        return TESTS.stream().filter(test -> test.id().equals(id)).findFirst();
    }

    private static ValidationTest test(
            Category category, String id, String title, Function<Estate, Outcome> judge) {
        return new ValidationTest(category, id, title, judge);
    }
}
