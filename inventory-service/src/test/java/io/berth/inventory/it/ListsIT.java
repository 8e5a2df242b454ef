package io.berth.inventory.it;

import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Estates.imported;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists filter, sort and page by the database. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ListsIT {
    private static String estate(String name) {
        StringBuilder file =
                new StringBuilder(
                        """
                        managementGroups: [{name: %1$s}]
                        hostGroups: [{id: %1$s, managementGroup: %1$s}]
                        clusters:
                          - id: %1$s
                            group: %1$s
                            site: %1$s
                            nodeFailureReserve: 0
                            hosts:
                        """
                                .formatted(name));
        for (int i = 0; i < 7; i++) {
            file.append(
                    "      - {id: %s-h%d, cores: %d, memoryMiB: %d, maintenance: %b}%n"
                            .formatted(name, i, 4 + i % 3, 1000 - i, i == 3));
        }
        file.append("vms:\n");
        for (int i = 0; i < 10; i++) {
            file.append(
                    "  - {id: %s-v%d, cluster: %s, vcpus: %d, memoryMiB: %d, highlyAvailable: %b}%n"
                            .formatted(name, i, name, 1 + i % 2, 100 * (i / 3 + 1), i < 4));
        }
        return file.toString();
    }

    private static List<String> all(String path) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonPath page = get(path + "&limit=3" + cursor).statusCode(200).extract().jsonPath();
            ids.addAll(page.getList("items.id"));
            String next = page.getString("nextCursor");
            cursor = next == null ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        return ids;
    }

    @Test
    void partsOfASortedListFollowEachOther() {
        String name = fresh("sort");
        assertThat(imported(estate(name)).getString("phase")).isEqualTo("APPLIED");
        assertThat(all("/api/v1/hosts?cluster=" + name + "&sort=cores"))
                .containsExactlyElementsOf(ids(name, "h", 0, 3, 6, 1, 4, 2, 5));
        assertThat(all("/api/v1/hosts?cluster=" + name + "&sort=-cores"))
                .containsExactlyElementsOf(ids(name, "h", 5, 2, 4, 1, 6, 3, 0));
        assertThat(all("/api/v1/hosts?group=" + name + "&sort=memoryMiB"))
                .containsExactlyElementsOf(ids(name, "h", 6, 5, 4, 3, 2, 1, 0));
        assertThat(all("/api/v1/hosts?site=" + name + "&sort=-id"))
                .containsExactlyElementsOf(ids(name, "h", 6, 5, 4, 3, 2, 1, 0));
        assertThat(all("/api/v1/hosts?site=" + name + "&sort=site"))
                .containsExactlyElementsOf(ids(name, "h", 0, 1, 2, 3, 4, 5, 6));
        assertThat(all("/api/v1/vms?cluster=" + name + "&sort=-memoryMiB"))
                .containsExactlyElementsOf(ids(name, "v", 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
        assertThat(all("/api/v1/vms?cluster=" + name + "&sort=vcpus"))
                .containsExactlyElementsOf(ids(name, "v", 0, 2, 4, 6, 8, 1, 3, 5, 7, 9));
    }

    @Test
    void filtersHoldTogether() {
        String name = fresh("filter");
        imported(estate(name));
        String hosts = "/api/v1/hosts?cluster=" + name;
        assertThat(all(hosts + "&maintenance=true")).isEqualTo(ids(name, "h", 3));
        assertThat(all(hosts + "&minCores=6")).isEqualTo(ids(name, "h", 2, 5));
        assertThat(all(hosts + "&minMemoryMiB=995&maxMemoryMiB=996"))
                .isEqualTo(ids(name, "h", 4, 5));
        String vms = "/api/v1/vms?cluster=" + name;
        assertThat(all(vms + "&highlyAvailable=true&minVcpus=2")).isEqualTo(ids(name, "v", 1, 3));
        assertThat(all(vms + "&wanted=RUNNING")).isEmpty();
        assertThat(all(vms + "&wanted=DEFINED&maxMemoryMiB=100&restartPriority=MEDIUM"))
                .isEqualTo(ids(name, "v", 0, 1, 2));
        assertThat(all(vms + "&antiAffinitySet=none")).isEmpty();
    }

    private static List<String> ids(String name, String letter, int... numbers) {
        List<String> ids = new ArrayList<>();
        for (int number : numbers) {
            ids.add(name + "-" + letter + number);
        }
        return ids;
    }

    @Test
    void onlyKnownOrdersAreTaken() {
        get("/api/v1/vms?sort=-colour")
                .statusCode(400)
                .body("code", equalTo("bad-sort"))
                .body("values.allowed", containsInAnyOrder("id", "vcpus", "memoryMiB"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "colour=red",
                "highlyAvailable=perhaps",
                "wanted=DEAD",
                "minVcpus=many",
                "cluster=a b"
            })
    void onlyKnownFiltersAreTaken(String filter) {
        get("/api/v1/vms?" + filter)
                .statusCode(400)
                .body("code", equalTo("bad-filter"))
                .body("values.allowed", hasItem("highlyAvailable"));
    }

    /** A cursor belongs to the order that it was made for. */
    @ParameterizedTest
    @CsvSource({"memoryMiB,-memoryMiB", "memoryMiB,vcpus", "id,memoryMiB", "memoryMiB,id"})
    void aCursorOfAnotherOrderIsNone(String made, String used) {
        String name = fresh("cursor");
        imported(estate(name));
        String path = "/api/v1/vms?limit=1&cluster=" + name + "&sort=";
        String cursor = get(path + made).extract().path("nextCursor");
        get(path + used + "&cursor=" + cursor).statusCode(400).body("code", equalTo("bad-cursor"));
    }
}
