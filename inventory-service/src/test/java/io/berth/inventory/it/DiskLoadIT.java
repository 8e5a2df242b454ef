package io.berth.inventory.it;

import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.DiskLoad;
import io.berth.contracts.telemetry.DiskLoadReported;
import io.berth.inventory.it.StorageIT.Estate;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agents report disk load on Kafka, and the assessment rests on it. A stretch is a second here. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@SuppressWarnings("NullAway.Init")
class DiskLoadIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int STRETCHES = 200;

    private final String vm = fresh("vm");
    private Estate estate;
    private String csv;

    @BeforeEach
    void define() {
        estate = new Estate(1, 64);
        csv = estate.csv();
        post(
                        "/api/v1/vms",
                        """
                        {"id": "%s", "cluster": "%s", "wanted": "DEFINED", "vcpus": 1,
                         "memoryMiB": 1024, "highlyAvailable": true,
                         "disks": [{"name": "system.vhd", "sizeMiB": 1024, "format": "FIXED",
                                    "csv": "%s"},
                                   {"name": "data.vhd", "sizeMiB": 4096, "format": "FIXED"}]}
                        """
                                .formatted(vm, estate.cluster, csv))
                .statusCode(201);
    }

    private DiskLoadReported report(Instant at, String of, long reads, long writes) {
        return new DiskLoadReported(
                new HostId(estate.hosts.getFirst()),
                new BootId(1),
                Duration.ofSeconds(20),
                at,
                List.of(
                        new DiskLoad(
                                new VmId(of),
                                "system.vhd",
                                reads,
                                writes,
                                reads * 8192 / 1e6,
                                writes * 8192 / 1e6,
                                6)));
    }

    private ValidatableResponse assess(String period, String disk, String more) {
        return post(
                "/api/v1/storage/assessment",
                """
                {"period": "%s", "disks": [{"vm": "%s", "disk": "%s"%s}]}
                """
                        .formatted(period, vm, disk, more));
    }

    @Test
    void aDiskIsAssessedFromWhatAgentsReported() {
        assess("PT1H", "system.vhd", "")
                .statusCode(422)
                .body("code", equalTo("too-little-telemetry"))
                .body("values.measured", equalTo(0))
                .body("values.stretches", equalTo(3600))
                .body("values.needed", equalTo(1800));

        Instant now = Instant.now();
        try (TopicWriter agent = new TopicWriter()) {
            for (int i = 1; i <= STRETCHES; i++) {
                Instant at = now.minusSeconds(i);
                // The second report of each stretch is busier, and two of them are very busy.
                agent.write(Topics.DISK_LOAD, report(at, vm, 10, 0));
                agent.write(Topics.DISK_LOAD, report(at, vm, 300, i <= 2 ? 4000 : 100));
            }
            agent.write(Topics.DISK_LOAD, report(now, fresh("nobody"), 1, 1));
            agent.write(Topics.DISK_LOAD, report(now.plusSeconds(3600), vm, 9999, 0));
        }
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() ->
                        assess("PT250S", "system.vhd", "")
                                .statusCode(200)
                                .body(
                                        "[0].measured.measured",
                                        greaterThanOrEqualTo(STRETCHES - 5)));
        // On the LUN of its own CSV: RAID 5 of spindles of 180 IOPS.
        assess("PT250S", "system.vhd", "")
                .body("[0].vm", equalTo(vm))
                .body("[0].disk", equalTo("system.vhd"))
                .body("[0].enough", equalTo(true))
                .body("[0].readIops", equalTo(300))
                .body("[0].writeIops", equalTo(100))
                .body("[0].spindleIops", equalTo(700))
                .body("[0].spindles", equalTo(4))
                .body("[0].blockKib", equalTo(8.0f))
                .body("[0].format", equalTo("PASS_THROUGH"))
                .body("[0].csv", nullValue())
                .body("[0].measured.stretch", equalTo("PT1S"));
        // On RAID 10 the same load does not fill them: separate disks are not borne out.
        assess(
                        "PT250S",
                        "system.vhd",
                        ", \"raidLevel\": \"RAID_10\", \"iopsPerSpindle\": 180,"
                                + " \"separateSpindles\": true")
                .body("[0].format", equalTo("FIXED"))
                .body("[0].spindles", equalTo(4))
                .body("[0].csv", equalTo(csv))
                .body("[0].reasons", hasItem(containsString("not borne out")));
        // A period in which the VM hardly ran is refused, not extrapolated.
        assess("PT1H", "system.vhd", "")
                .statusCode(422)
                .body("code", equalTo("too-little-telemetry"))
                .body("detail", containsString("1800 are needed"));
    }

    @Test
    void whatCannotBeAssessedIsRefusedForEachDisk() {
        post(
                        "/api/v1/storage/assessment",
                        """
                        {"disks": [{"vm": "nobody", "disk": "system.vhd"},
                                   {"vm": "%s", "disk": "other.vhd"},
                                   {"vm": "%s", "disk": "data.vhd"},
                                   {"vm": "%s", "disk": "system.vhd"}]}
                        """
                                .formatted(vm, vm, vm))
                .statusCode(422)
                .body(
                        "values.errors.code",
                        contains(
                                "unknown-vm",
                                "unknown-disk",
                                "unknown-spindles",
                                "too-little-telemetry"))
                .body(
                        "values.errors.pointer",
                        contains("/disks/0/vm", "/disks/1/disk", "/disks/2", "/disks/3"));
        for (String period : List.of("P8D", "PT0S", "-PT1H", "soon")) {
            assess(period, "system.vhd", "")
                    .statusCode(400)
                    .body("values.errors[0].pointer", equalTo("/period"));
        }
        String mixed =
                post(
                                "/api/v1/storage/assessment",
                                """
                                {"disks": [{"vm": "%s", "disk": "system.vhd", "samples": []}]}
                                """
                                        .formatted(vm))
                        .statusCode(400)
                        .extract()
                        .asString();
        assertThat(mixed).contains("vm or samples");
    }
}
