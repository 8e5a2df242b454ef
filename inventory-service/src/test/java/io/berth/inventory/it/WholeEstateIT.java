package io.berth.inventory.it;

import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Estates.checked;
import static io.berth.inventory.it.Estates.imported;
import static io.berth.inventory.it.Estates.outcome;
import static io.berth.inventory.it.Estates.send;
import static io.berth.inventory.it.Estates.wholeExample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.equalTo;

import io.berth.inventory.domain.estate.EstateSection;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Files with every section: storage, networks, library, roles and updates beside groups and VMs.
 */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class WholeEstateIT {
    /** The sections of a file with their lines, as the examples are written. */
    private static List<String> sections(String file) {
        return new ArrayList<>(Arrays.asList(file.split("\n(?=[a-zA-Z])")));
    }

    @Test
    void theSectionsMayStandInAnyOrder() {
        Random random = new Random(20_26);
        for (int i = 0; i < 3; i++) {
            String name = fresh("any");
            List<String> sections = sections(wholeExample(name).strip());
            // With the format and without stand-alone hosts.
            assertThat(sections).hasSameSizeAs(EstateSection.values());
            Collections.shuffle(sections, random);
            String file = String.join("\n", sections) + "\n";

            JsonPath dry = checked(file);
            assertThat(dry.getString("phase")).as(dry.prettify()).isEqualTo("CHECKED");
            get("/api/v1/arrays/" + name + "-san").statusCode(404);
            JsonPath done = imported(file);
            assertThat(done.getString("phase")).as(done.prettify()).isEqualTo("APPLIED");
            assertThat(done.<Map<String, Map<String, Integer>>>get("counts"))
                    .isEqualTo(dry.<Map<String, Map<String, Integer>>>get("counts"));
            JsonPath again = imported(file);
            assertThat(again.getString("phase")).as(again.prettify()).isEqualTo("UNCHANGED");
            get("/api/v1/arrays/" + name + "-san/reservations")
                    .body("reservations", equalTo(16))
                    .body(
                            "arithmetic",
                            equalTo(
                                    "cluster "
                                            + name
                                            + "-c1: 2 hosts × (2 connections × 2 modules) × 2 CSVs"
                                            + " = 16"));
        }
    }

    @Test
    void oneMoreVolumeThanTheArrayKeepsReservationsForIsRefusedWithItsLine() {
        String name = fresh("prs");
        String file =
                wholeExample(name)
                        .replace(
                                "persistentReservationLimit: 64", "persistentReservationLimit: 15");
        JsonPath refused = imported(file);

        assertThat(refused.getString("phase")).isEqualTo("REFUSED");
        assertThat(refused.<Map<String, Object>>getList("errors"))
                .as(refused.prettify())
                .extracting(e -> e.get("code"), e -> e.get("pointer"), e -> e.get("line"))
                .containsExactly(tuple("reservation-limit-exceeded", "/csvs/1", 4));
        assertThat(refused.getString("errors[0].detail")).contains("from 8 to 16");
        get("/api/v1/csvs/" + name + "-csv-1").statusCode(404);
        get("/api/v1/host-groups/" + name + "-all").statusCode(404);
    }

    @Test
    void everySectionIsJudgedAndWhatFollowsFromARefusalIsNotToldTwice() {
        String name = fresh("bad");
        String file =
                wholeExample(name)
                        .replace("scope: [" + name + "-all]", "scope: [nowhere]")
                        .replace("role: ROOT", "role: DOWNSTREAM")
                        .replace("file: base.vhd", "file: lost.vhd")
                        .replace("last: 10.20.0.199", "last: 10.20.1.199")
                        .replace("raidLevel: RAID_5", "raidLevel: RAID_1");
        JsonPath refused = checked(file);

        assertThat(refused.<Map<String, Object>>getList("errors"))
                .as(refused.prettify())
                .extracting(e -> e.get("pointer"))
                .contains(
                        "/selfServiceRoles/0/scope/0",
                        "/updateServers/0/role",
                        "/templates/0/disks/0/file",
                        "/addressPools/0/last",
                        "/luns/0/raidLevel")
                .noneMatch(pointer -> String.valueOf(pointer).startsWith("/csvs/0"))
                .noneMatch(pointer -> String.valueOf(pointer).startsWith("/vms"));
        assertThat(refused.<Map<String, Object>>getList("errors"))
                .allSatisfy(e -> assertThat(e.get("line")).isNotNull());
    }

    @Test
    void aChangedFileChangesWhatItNamesAndNothingElse() {
        String name = fresh("chg");
        imported(wholeExample(name));
        String changed =
                wholeExample(name)
                        .replace("modules: 2", "modules: 3")
                        .replace("description: What customers see", "description: Customers")
                        .replace("quota: {vms: 20", "quota: {vms: 30")
                        .replaceAll(
                                "      - \\{host: \\S+-n1, protocol: ISCSI, connections: 2}\n", "");
        JsonPath done = imported(changed);

        assertThat(done.getString("phase")).as(done.prettify()).isEqualTo("APPLIED");
        assertThat(done.<Map<String, Object>>getList("differences"))
                .extracting(d -> d.get("kind"), d -> d.get("operation"))
                .containsExactlyInAnyOrder(
                        tuple("storage-array", "changed"),
                        tuple("logical-network", "changed"),
                        tuple("self-service-role", "changed"));
        get("/api/v1/arrays/" + name + "-san/reservations").body("reservations", equalTo(24));
    }

    @Test
    void aSectionOfEntriesIsBounded() {
        int most = EstateSection.RUN_AS_ACCOUNTS.maxEntries().orElseThrow();
        String accounts =
                IntStream.rangeClosed(0, most)
                        .mapToObj("{\"id\": \"never-%d\", \"user\": \"u\"}"::formatted)
                        .collect(Collectors.joining(","));
        JsonPath refused =
                outcome(send("application/json", "{\"runAsAccounts\": [" + accounts + "]}", false));
        assertThat(refused.getString("phase")).isEqualTo("REFUSED");
        assertThat(refused.getList("errors")).hasSize(1);
        assertThat(refused.getString("errors[0].pointer")).isEqualTo("/runAsAccounts/" + most);
    }
}
