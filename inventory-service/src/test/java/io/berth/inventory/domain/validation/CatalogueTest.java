package io.berth.inventory.domain.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.inventory.domain.validation.TestResult.Status;
import io.berth.inventory.domain.validation.ValidationReport.Judgement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fact that is broken fails the tests that are meant and no other. */
class CatalogueTest {
    private static final String SECOND = "/adapters/1";
    private static final String FREE_DISK = "/disks/1";

    /**
     * One thing broken on node 2.
     *
     * @param value JSON to put there; empty to remove it
     */
    record Breakage(String pointer, String value, Set<String> failing) {
        static Breakage of(String pointer, String value, String... failing) {
            return new Breakage(pointer, value, new TreeSet<>(Set.of(failing)));
        }

        @Override
        public String toString() {
            return pointer + (value.isEmpty() ? " missing" : " " + value) + " fails " + failing;
        }
    }

    static Stream<Breakage> breakages() {
        return Stream.of(
                Breakage.of("/system/architecture", "\"x86\"", "same-architecture"),
                Breakage.of("/system/architecture", "", "same-architecture", "host-facts"),
                Breakage.of(
                        "/system/osName",
                        "\"Windows Server 2008\"",
                        "same-operating-system",
                        "certified-components"),
                Breakage.of(
                        "/system/osName",
                        "",
                        "same-operating-system",
                        "certified-components",
                        "host-facts"),
                Breakage.of("/system/osVersion", "\"6.1.7600\"", "same-operating-system"),
                Breakage.of("/system/biosVersion", "", "bios-list", "host-facts"),
                Breakage.of("/system/drivers", "[]", "driver-list", "signed-drivers", "host-facts"),
                Breakage.of("/system/drivers/0/signed", "", "signed-drivers"),
                Breakage.of("/system/servicePack", "0", "update-level"),
                Breakage.of("/system/servicePack", "", "update-level", "host-facts"),
                Breakage.of("/system/updates", "[\"KB2494016\"]", "update-level"),
                Breakage.of(
                        "/system/updates", "[\"KB2494016\",\"KB2545685\",\"KB1\"]", "update-level"),
                Breakage.of("/system/updates", "", "update-level", "host-facts"),
                Breakage.of("/system/directoryDomain", "\"other.local\"", "directory-domain"),
                Breakage.of("/system/directoryDomain", "", "directory-domain", "host-facts"),
                Breakage.of("/system/memoryDump", "\"COMPLETE\"", "memory-dump"),
                Breakage.of("/system/memoryDump", "\"NONE\"", "memory-dump"),
                Breakage.of("/system/memoryDump", "", "memory-dump", "host-facts"),
                Breakage.of("/system/clockOffsetMillis", "2002", "time-skew"),
                Breakage.of("/system/clockOffsetMillis", "-1998", "time-skew"),
                Breakage.of("/system/clockOffsetMillis", "", "time-skew", "host-facts"),
                Breakage.of("/system/services/0/state", "\"STOPPED\"", "required-services"),
                Breakage.of("/system/services/1/name", "\"other\"", "required-services"),
                Breakage.of("/system/services", "[]", "required-services", "host-facts"),
                Breakage.of(
                        "/processor/vendor", "\"AMD\"", "processor-compatibility", "host-facts"),
                Breakage.of("/processor/model", "\"Xeon E5\"", "host-facts"),
                Breakage.of("/processor", "", "processor-compatibility", "host-facts"),
                Breakage.of(SECOND + "/addresses/0/prefix", "25", "subnets-agree"),
                Breakage.of(SECOND + "/addresses/0/prefix", "33", "subnets-agree"),
                Breakage.of(SECOND + "/addresses/0/address", "\"ten\"", "subnets-agree"),
                Breakage.of(SECOND + "/addresses", "[]", "subnets-agree"),
                Breakage.of(SECOND + "/addresses/0/address", "\"10.0.2.11\"", "unique-addresses"),
                Breakage.of(SECOND + "/mac", "\"00-15-5d-00-01-01\"", "unique-addresses"),
                Breakage.of(SECOND + "/mac", "", "unique-addresses"),
                Breakage.of(SECOND + "/bindingPosition", "", "binding-order"),
                Breakage.of("/adapters/0/bindingPosition", "3", "binding-order"),
                Breakage.of("/adapters/0/adapter/offloads", "[]", "offload-settings"),
                Breakage.of(SECOND + "/adapter/offloads", "[\"TCP_CHIMNEY\"]", "offload-settings"),
                Breakage.of("/probes/0/answered", "99", "packet-loss"),
                Breakage.of("/probes/0/answered", "0", "packet-loss"),
                Breakage.of("/probes/0/sent", "0", "packet-loss"),
                Breakage.of("/probes/0", "", "packet-loss", "network-latency"),
                Breakage.of("/probes/0/roundTrip", "\"PT0.301S\"", "network-latency"),
                Breakage.of("/probes/0/roundTrip", "", "network-latency"),
                Breakage.of(FREE_DISK, "", "disks-seen"),
                Breakage.of(FREE_DISK + "/latency", "\"PT0.501S\"", "disk-latency"),
                Breakage.of(FREE_DISK + "/latency", "", "disk-latency"),
                Breakage.of(FREE_DISK + "/arbitration", "\"FAILED\"", "disk-arbitration"),
                Breakage.of(FREE_DISK + "/arbitration", "", "disk-arbitration"),
                Breakage.of(FREE_DISK + "/failover", "\"FAILED\"", "disk-failover"),
                Breakage.of(FREE_DISK + "/failover", "", "disk-failover"),
                Breakage.of(
                        FREE_DISK + "/simultaneousFailover", "\"FAILED\"", "simultaneous-failover"),
                Breakage.of(FREE_DISK + "/simultaneousFailover", "", "simultaneous-failover"),
                Breakage.of(FREE_DISK + "/fileSystem", "\"FAT32\"", "file-system"),
                Breakage.of(FREE_DISK + "/fileSystem", "", "file-system"),
                Breakage.of(FREE_DISK + "/page83", "\"naa.6003\"", "scsi-vpd"),
                Breakage.of(FREE_DISK + "/page83", "", "scsi-vpd"),
                Breakage.of(
                        FREE_DISK + "/persistentReservations", "false", "persistent-reservations"),
                Breakage.of(FREE_DISK + "/persistentReservations", "", "persistent-reservations"),
                Breakage.of(FREE_DISK + "/paths", "1", "multipath"),
                Breakage.of(FREE_DISK + "/paths", "0", "multipath"),
                Breakage.of(FREE_DISK + "/paths", "", "multipath"),
                Breakage.of(FREE_DISK + "/multipath", "false", "multipath"),
                Breakage.of(FREE_DISK + "/multipath", "", "multipath"),
                Breakage.of(
                        "/hypervisor/integrationServices", "\"6.1.7600\"", "integration-services"),
                Breakage.of("/hypervisor/integrationServices", "", "integration-services"),
                Breakage.of("/hypervisor", "", "integration-services", "host-facts"),
                Breakage.of("/hypervisor/kind", "\"KVM\"", "host-facts"),
                Breakage.of("/switches/0/name", "\"extern\"", "switch-names"),
                Breakage.of("/switches", "[]", "switch-names"),
                Breakage.of(
                        "/components/1/certifiedFor",
                        "[\"Windows Server 2008\"]",
                        "certified-components"),
                Breakage.of("/components/0", "", "certified-components"),
                Breakage.of("/components", "[]", "certified-components", "host-facts"));
    }

    @Test
    void aConsistentEstatePassesEveryTestAndIsSupported() {
        ValidationReport report = ValidationReport.of(Estates.consistent(), Set.of());

        assertThat(report.results()).allMatch(result -> result.status() == Status.PASSED);
        assertThat(report.results()).allMatch(result -> !result.evidence().isEmpty());
        assertThat(report.results()).hasSameSizeAs(Catalogue.TESTS);
        assertThat(report.judgement()).isEqualTo(Judgement.SUPPORTED);
        assertThat(report.reasons()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("breakages")
    void aBrokenFactFailsTheTestsThatAreMeantAndNoOther(Breakage breakage) {
        Estate estate = Estates.broken(2, facts -> set(facts, breakage));

        ValidationReport report = ValidationReport.of(estate, Set.of());

        assertThat(ending(report, Status.FAILED)).isEqualTo(breakage.failing());
        assertThat(ending(report, Status.WARNING)).isSubsetOf("two-networks");
        assertThat(ending(report, Status.SKIPPED)).isEmpty();
        assertThat(report.judgement()).isEqualTo(Judgement.NOT_SUPPORTED);
        assertThat(report.reasons()).hasSameSizeAs(breakage.failing());
        for (TestResult result : report.results()) {
            if (result.status() == Status.FAILED) {
                assertThat(result.reason()).isNotBlank();
                assertThat(result.whatToDo()).isNotBlank();
                assertThat(result.evidence()).anyMatch(Evidence::amiss);
            }
        }
    }

    @Test
    void everyTestOfTheCatalogueCanFail() {
        Set<String> tested =
                breakages()
                        .flatMap(b -> b.failing().stream())
                        .collect(Collectors.toCollection(HashSet::new));
        tested.add("two-networks"); // Fails without any network, below.

        assertThat(tested)
                .containsExactlyInAnyOrderElementsOf(
                        Catalogue.TESTS.stream().map(ValidationTest::id).toList());
    }

    @Test
    void whatIsWithinTheLimitsPasses() {
        assertSupported(2, facts -> at(facts, "/system").put("clockOffsetMillis", 2001));
        assertSupported(2, facts -> at(facts, "/probes/0").put("roundTrip", "PT0.3S"));
        assertSupported(2, facts -> at(facts, FREE_DISK).put("latency", "PT0.5S"));
        assertSupported(2, facts -> at(facts, "/system").put("biosVersion", "other"));
        assertSupported(2, facts -> at(facts, "/system").put("directoryDomain", "DEMO.local"));
        assertSupported(2, facts -> at(facts, "/processor").putArray("features").add("aes"));
    }

    @Test
    void aSinglePathEverywhereNeedsNoMultipathDriver() {
        Estate estate =
                Estates.brokenAlike(
                        facts -> at(facts, FREE_DISK).put("paths", 1).put("multipath", false));

        assertThat(ValidationReport.of(estate, Set.of()).judgement())
                .isEqualTo(Judgement.SUPPORTED);
    }

    @Test
    void unsignedDriversAreAWarningThatDoesNotStandAgainstSupport() {
        Estate estate =
                Estates.broken(2, facts -> at(facts, "/system/drivers/1").put("signed", false));

        ValidationReport report = ValidationReport.of(estate, Set.of());

        assertThat(ending(report, Status.WARNING)).containsExactly("signed-drivers");
        assertThat(report.judgement()).isEqualTo(Judgement.SUPPORTED);
    }

    @Test
    void oneNetworkOnlyIsAWarningAndNoneIsAFailure() {
        Estate one = Estates.brokenAlike(facts -> ((ArrayNode) facts.get("adapters")).remove(1));
        ValidationReport report = ValidationReport.of(one, Set.of());
        assertThat(ending(report, Status.WARNING)).containsExactly("two-networks");
        assertThat(report.judgement()).isEqualTo(Judgement.SUPPORTED);

        Estate none =
                Estates.brokenAlike(facts ->
                        facts.get("adapters")
                                .forEach(adapter -> ((ObjectNode) adapter).putArray("addresses")));
        assertThat(ending(ValidationReport.of(none, Set.of()), Status.FAILED))
                .containsExactly("network-latency", "packet-loss", "subnets-agree", "two-networks");
    }

    @Test
    void testsThatWouldDisturbAreSkippedWhenAllDisksAreInUse() {
        Estate estate = Estates.brokenAlike(facts -> at(facts, FREE_DISK).put("csv", "csv-2"));

        ValidationReport report = ValidationReport.of(estate, Set.of());

        assertThat(ending(report, Status.SKIPPED))
                .containsExactly("disk-arbitration", "disk-failover", "simultaneous-failover");
        assertThat(report.results().stream().filter(r -> r.status() == Status.SKIPPED))
                .allMatch(result -> result.supportable() && !result.evidence().isEmpty());
        assertThat(report.judgement()).isEqualTo(Judgement.SUPPORTED);
    }

    @Test
    void whatCannotBeTriedForOtherReasonsIsSkippedAndStandsAgainstSupport() {
        Estate noDisks = Estates.of(without(Estates.facts(), "disks"), List.of(), Estates.ROOM);
        ValidationReport report = ValidationReport.of(noDisks, Set.of());
        assertThat(ending(report, Status.SKIPPED)).hasSize(9);
        assertThat(ending(report, Status.FAILED)).isEmpty();
        assertThat(report.judgement()).isEqualTo(Judgement.NOT_SUPPORTED);

        Estate noArray = Estates.of(Estates.facts(), Estates.VOLUMES, List.of());
        report = ValidationReport.of(noArray, Set.of());
        assertThat(ending(report, Status.SKIPPED)).containsExactly("persistent-reservations");
        assertThat(report.judgement()).isEqualTo(Judgement.NOT_SUPPORTED);
    }

    @Test
    void anArrayMayUseItsLastReservationAndNotOneMore() {
        for (long needed : new long[] {127, 128, 129}) {
            Estate estate =
                    Estates.of(
                            Estates.facts(),
                            Estates.VOLUMES,
                            List.of(new ReservationFigure(new ArrayId("san-1"), needed, 128)));
            assertThat(ending(ValidationReport.of(estate, Set.of()), Status.FAILED))
                    .isEqualTo(needed <= 128 ? Set.of() : Set.of("persistent-reservations"));
        }
    }

    @Test
    void aVolumeThatNoNodeSeesFails() {
        List<Volume> volumes = new ArrayList<>(Estates.VOLUMES);
        volumes.add(new Volume(new CsvId("csv-9"), "LUN 9 of san-1"));

        ValidationReport report =
                ValidationReport.of(Estates.of(Estates.facts(), volumes, Estates.ROOM), Set.of());

        assertThat(ending(report, Status.FAILED)).containsExactly("disks-seen");
    }

    @Test
    void twoDisksOfOneIdentifierAndADiskSeenOncePerPathFail() {
        Estate alike = Estates.brokenAlike(facts -> at(facts, FREE_DISK).put("page83", "naa.6001"));
        assertThat(ending(ValidationReport.of(alike, Set.of()), Status.FAILED))
                .containsExactly("scsi-vpd");

        Estate twice =
                Estates.broken(
                        2, facts -> ((ArrayNode) facts.get("disks")).add(facts.at(FREE_DISK)));
        assertThat(ending(ValidationReport.of(twice, Set.of()), Status.FAILED))
                .containsExactly("multipath");
    }

    @Test
    void aNodeThatDidNotReportFailsEveryTest() {
        List<JsonNode> facts = Estates.facts();
        facts.set(1, Estates.parse("null"));
        Estate estate = Estates.of(facts, Estates.VOLUMES, Estates.ROOM);
        List<Node> nodes = new ArrayList<>(estate.nodes());
        nodes.set(1, new Node(nodes.get(1).state(), null));

        ValidationReport report =
                ValidationReport.of(
                        new Estate(
                                estate.cluster(),
                                nodes,
                                estate.volumes(),
                                estate.reservations(),
                                estate.waited()),
                        Set.of());

        assertThat(report.results()).allMatch(result -> result.status() == Status.FAILED);
        assertThat(report.results())
                .allMatch(result -> String.valueOf(result.reason()).contains("within PT2M"));
    }

    @Test
    void whenNobodyReportsNothingPasses() {
        Estate estate = Estates.consistent();
        List<Node> silent =
                estate.nodes().stream().map(node -> new Node(node.state(), null)).toList();

        ValidationReport report =
                ValidationReport.of(
                        new Estate(estate.cluster(), silent, List.of(), List.of(), estate.waited()),
                        Set.of());

        assertThat(report.results()).allMatch(result -> result.status() == Status.FAILED);
    }

    @Test
    void factsThatSayNothingPassNoTest() {
        String nothing =
                """
                {"system": {"services": [], "drivers": []}, "adapters": [], "switches": [],
                 "probes": [], "disks": [], "components": []}
                """;
        Estate estate =
                Estates.of(Collections.nCopies(3, Estates.parse(nothing)), List.of(), List.of());

        ValidationReport report = ValidationReport.of(estate, Set.of());

        assertThat(ending(report, Status.PASSED)).isSubsetOf("binding-order", "unique-addresses");
        assertThat(report.judgement()).isEqualTo(Judgement.NOT_SUPPORTED);
    }

    @Test
    void aForcedHostCannotBePartOfASupportedCluster() {
        for (SupportStanding standing :
                EnumSet.complementOf(EnumSet.of(SupportStanding.SUPPORTED))) {
            Estate estate = Estates.consistent();
            List<Node> nodes = new ArrayList<>(estate.nodes());
            nodes.set(0, new Node(Estates.host(1, standing), nodes.getFirst().facts()));

            ValidationReport report =
                    ValidationReport.of(
                            new Estate(
                                    estate.cluster(),
                                    nodes,
                                    estate.volumes(),
                                    estate.reservations(),
                                    estate.waited()),
                            Set.of());

            assertThat(ending(report, Status.FAILED)).containsExactly("certified-components");
        }
    }

    @Test
    void aRunOfSomeTestsSaysNothingOfSupportUnlessOneFails() {
        ValidationReport well =
                ValidationReport.of(Estates.consistent(), Set.of("time-skew", "scsi-vpd"));
        assertThat(well.judgement()).isEqualTo(Judgement.PARTIAL);
        assertThat(ending(well, Status.PASSED)).containsExactly("scsi-vpd", "time-skew");
        assertThat(ending(well, Status.SKIPPED)).hasSize(Catalogue.TESTS.size() - 2);

        ValidationReport ill =
                ValidationReport.of(
                        Estates.broken(
                                2, facts -> at(facts, "/system").put("clockOffsetMillis", 9000)),
                        Set.of("time-skew"));
        assertThat(ill.judgement()).isEqualTo(Judgement.NOT_SUPPORTED);
        assertThat(ill.reasons())
                .containsExactly("Time skew: The clocks of two nodes are more than 2 s apart.");
    }

    @Test
    void evidenceIsBoundedAndKeepsWhatIsAmiss() {
        Estate estate =
                Estates.broken(
                        2,
                        facts -> {
                            ArrayNode disks = facts.putArray("disks");
                            for (int i = 0; i < 512; i++) {
                                disks.addObject().put("disk", "disk-" + i);
                            }
                        });

        TestResult seen =
                ValidationReport.of(estate, Set.of()).results().stream()
                        .filter(result -> result.test().equals("disks-seen"))
                        .findFirst()
                        .orElseThrow();

        assertThat(seen.evidence()).hasSize(Findings.MAX_ROWS);
        assertThat(seen.omitted()).isPositive();
        assertThat(seen.evidence().getFirst().amiss()).isTrue();
    }

    private static void assertSupported(int node, Consumer<ObjectNode> change) {
        ValidationReport report = ValidationReport.of(Estates.broken(node, change), Set.of());
        assertThat(report.reasons()).isEmpty();
        assertThat(report.judgement()).isEqualTo(Judgement.SUPPORTED);
    }

    private static Set<String> ending(ValidationReport report, Status status) {
        return report.results().stream()
                .filter(result -> result.status() == status)
                .map(TestResult::test)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<JsonNode> without(List<JsonNode> facts, String list) {
        facts.forEach(each -> ((ObjectNode) each).putArray(list));
        return facts;
    }

    private static ObjectNode at(JsonNode facts, String pointer) {
        return (ObjectNode) facts.at(pointer);
    }

    private static void set(JsonNode facts, Breakage breakage) {
        int slash = breakage.pointer().lastIndexOf('/');
        String name = breakage.pointer().substring(slash + 1);
        JsonNode parent = facts.at(breakage.pointer().substring(0, slash));
        boolean remove = breakage.value().isEmpty();
        if (parent instanceof ArrayNode array) {
            array.remove(Integer.parseInt(name));
        } else if (remove) {
            ((ObjectNode) parent).remove(name);
        } else {
            ((ObjectNode) parent).set(name, Estates.parse(breakage.value()));
        }
    }
}
