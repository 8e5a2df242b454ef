package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.berth.inventory.it.Api.delete;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.post;
import static io.berth.inventory.it.Api.put;
import static io.berth.inventory.it.Estates.imported;
import static io.berth.inventory.it.Estates.wholeExample;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.rest.kinds.KindResource;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** What holds for every kind that lives in the register alone; the kinds are asked, not listed. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class KindsIT {
    /** Some bytes more than the four megabytes that are allowed. */
    private static final byte[] TOO_LONG =
            ("{\"id\": \"" + "x".repeat(4 * 1024 * 1024) + "\"}").getBytes(StandardCharsets.UTF_8);

    @Inject @Any Instance<KindResource<?, ?, ?>> resources;

    private Stream<DynamicTest> ofEach(ThrowingConsumer<String> check) {
        List<String> paths = new ArrayList<>();
        for (KindResource<?, ?, ?> resource : resources) {
            paths.add(path(resource.getClass()));
        }
        assertThat(paths).hasSameSizeAs(EstateSection.ofEntries()).doesNotHaveDuplicates();
        return paths.stream()
                .sorted()
                .map(path -> DynamicTest.dynamicTest(path, () -> check.accept(path)));
    }

    private static String path(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            Path path = at.getAnnotation(Path.class);
            if (path != null) {
                return path.value();
            }
        }
        throw new AssertionError(type + " has no path");
    }

    @TestFactory
    Stream<DynamicTest> eachRoleMayDoWhatItMay() {
        return ofEach(path -> {
            for (String role : List.of("viewer", "operator", "service", "administrator")) {
                as(role).get(path).then().statusCode(200);
                as(role).get(path + "/nobody").then().statusCode(404);
            }
            for (String role : List.of("agent", "self-service")) {
                as(role).get(path).then().statusCode(403);
                as(role).get(path + "/nobody").then().statusCode(403);
            }
            for (String role : List.of("viewer", "operator", "service", "agent", "self-service")) {
                json(role, "{}").post(path).then().statusCode(403);
                json(role, "{}").put(path + "/nobody").then().statusCode(403);
                as(role).delete(path + "/nobody").then().statusCode(403);
            }
            given().get(path).then().statusCode(401);
            given().contentType(ContentType.JSON).body("{}").post(path).then().statusCode(401);
            given().delete(path + "/nobody").then().statusCode(401);
        });
    }

    private static RequestSpecification json(String role, String body) {
        return as(role).contentType(ContentType.JSON).body(body);
    }

    /** The resources inherit their methods; what they take and give is described all the same. */
    @TestFactory
    Stream<DynamicTest> theDescriptionNamesRequestsAndAnswers() {
        JsonPath document =
                given().get("/q/openapi?format=json").then().statusCode(200).extract().jsonPath();
        return ofEach(path -> {
            for (String operation : List.of("'" + path + "'.post", "'" + path + "/{id}'.put")) {
                assertThat(fields(document, operation + ".requestBody.content")).contains("id");
            }
            String items =
                    document.getString(
                            "paths.'%s'.get.responses.'200'.content.'application/json'.schema.'$ref'"
                                    .formatted(path));
            assertThat(items).startsWith("#/components/schemas/Page");
            assertThat(document.getList("paths.'" + path + "'.get.parameters.name"))
                    .contains("sort", "limit", "cursor");
        });
    }

    private static Set<String> fields(JsonPath document, String content) {
        String schema =
                document.getString("paths." + content + ".'application/json'.schema.'$ref'");
        return document
                .getMap(
                        "components.schemas.'%s'.properties"
                                .formatted(schema.substring(schema.lastIndexOf('/') + 1)))
                .keySet()
                .stream()
                .map(String::valueOf)
                .collect(Collectors.toSet());
    }

    @TestFactory
    Stream<DynamicTest> aBodyThatIsNoRequestIsToldWhy() {
        return ofEach(path -> {
            Map<String, String> bodies =
                    Map.of(
                            "{\"id\":", "malformed-json",
                            "[]", "malformed-json",
                            "7", "malformed-json",
                            "{\"colour\": 1}", "malformed-json",
                            "{\"id\": \"a\", \"id\": \"b\"}", "malformed-json",
                            "null", "body-missing",
                            "{}", "invalid-request",
                            "{\"id\": \"a b\"}", "invalid-request");
            bodies.forEach((body, code) -> {
                post(path, body).statusCode(400).body("code", equalTo(code));
                if (!body.contains("a b")) {
                    put(path + "/some", body).statusCode(400).body("code", equalTo(code));
                }
            });
            as("administrator")
                    .contentType(ContentType.JSON)
                    .body(TOO_LONG)
                    .post(path)
                    .then()
                    .statusCode(413)
                    .body("code", equalTo("body-too-large"));
        });
    }

    @TestFactory
    Stream<DynamicTest> whatIsNotThereIsNotFound() {
        return ofEach(path -> {
            for (String id : List.of("nobody", "a%20b", "%00", "x".repeat(65))) {
                as("viewer")
                        .urlEncodingEnabled(false)
                        .get(path + "/" + id)
                        .then()
                        .statusCode(404)
                        .body("values.id", notNullValue())
                        .body("values.removedAt", nullValue());
                as("administrator")
                        .urlEncodingEnabled(false)
                        .delete(path + "/" + id)
                        .then()
                        .statusCode(404);
            }
            as("administrator")
                    .header("If-Match", "yesterday")
                    .delete(path + "/nobody")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("bad-if-match"));
        });
    }

    /** Every order gives everything, in parts that follow each other, and the reverse downwards. */
    @TestFactory
    Stream<DynamicTest> listsAreFilteredAndSorted() {
        String name = fresh("kinds");
        JsonPath done = imported(wholeExample(name));
        assertThat(done.getString("phase")).as(done.prettify()).isEqualTo("APPLIED");
        return ofEach(path -> {
            Set<String> all = new HashSet<>(ids(path, "id"));
            assertThat(all).anyMatch(id -> id.startsWith(name));
            List<String> orders =
                    get(path + "?sort=colour")
                            .statusCode(400)
                            .body("code", equalTo("bad-sort"))
                            .body("values.allowed", hasItem("id"))
                            .extract()
                            .path("values.allowed");
            for (String order : orders) {
                List<String> up = ids(path, order);
                assertThat(up).as(order).doesNotHaveDuplicates().hasSameElementsAs(all);
                assertThat(ids(path, "-" + order)).as(order).isEqualTo(up.reversed());
            }
            List<String> filters =
                    get(path + "?colour=red")
                            .statusCode(400)
                            .body("code", equalTo("bad-filter"))
                            .extract()
                            .path("values.allowed");
            for (String filter : filters) {
                get(path + "?" + filter + "=1").statusCode(anyOf(equalTo(200), equalTo(400)));
                as("viewer")
                        .urlEncodingEnabled(false)
                        .get(path + "?" + filter + "=%00")
                        .then()
                        .statusCode(400)
                        .body("code", equalTo("bad-filter"));
            }
        });
    }

    private static List<String> ids(String path, String order) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonPath page =
                    get(path + "?limit=25&sort=" + order + cursor)
                            .statusCode(200)
                            .extract()
                            .jsonPath();
            ids.addAll(page.getList("items.id"));
            String next = page.getString("nextCursor");
            cursor = next == null ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        return ids;
    }

    @Test
    void filtersNameWhatAThingRefersTo() {
        String name = fresh("refs");
        imported(wholeExample(name));
        Map<String, String> found = new TreeMap<>();
        found.put("csvs?cluster=%s-c1&minCapacityMiB=524289", "csv-1");
        found.put("csvs?array=%s-san&backupPolicy=nightly", "csv-1");
        found.put("luns?diskGroup=%s-spindles&raidLevel=RAID_10", "lun-2");
        found.put("disk-groups?array=%s-san&minSpindles=8&maxSpindles=8", "spindles");
        found.put("arrays?host=%s-n1", "san");
        found.put("logical-networks?site=%s-dc1", "net");
        found.put("address-pools?network=%s-net&subnet=10.20.0.0/24", "ips");
        found.put("library-shares?server=%s-lib", "images");
        found.put("templates?share=%s-images", "small");
        found.put("self-service-roles?group=%s-all&member=ada", "developers");
        found.put("update-baselines?group=%s-all", "march");
        found.forEach((query, id) ->
                get("/api/v1/" + query.formatted(name))
                        .statusCode(200)
                        .body("items.id", equalTo(List.of(name + "-" + id))));
        get("/api/v1/csvs?cluster=" + name + "-c1&lun=elsewhere").body("items", equalTo(List.of()));
    }

    @Test
    void whatWasRemovedSaysWhenAndByWhom() {
        String name = fresh("gone");
        imported(wholeExample(name));
        delete("/api/v1/vms/" + name + "-db").statusCode(204);
        Set<String> left = new HashSet<>();
        for (KindResource<?, ?, ?> resource : resources) {
            String path = path(resource.getClass());
            ids(path, "id").stream()
                    .filter(id -> id.startsWith(name + "-"))
                    .forEach(id -> left.add(path + "/" + id));
        }
        assertThat(left).hasSizeGreaterThan(EstateSection.ofEntries().size());
        left.add("/api/v1/clusters/" + name + "-c1");
        for (String attached : List.of(name + "-n1", name + "-n2")) {
            delete("/api/v1/arrays/" + name + "-san/attachments/" + attached).statusCode(204);
        }
        // What others refer to is refused until those are gone; no chain is longer than this.
        for (int round = 0; round < 5; round++) {
            left.removeIf(path -> {
                int status = as("administrator").delete(path).statusCode();
                assertThat(status).as(path).isIn(204, 409, 422);
                if (status == 204) {
                    toldAsRemoved(path);
                }
                return status == 204;
            });
        }
        assertThat(left).isEmpty();
    }

    @Test
    void whatWasRemovedOfTheCoreSaysSoToo() {
        String name = fresh("core");
        imported(
                """
                managementGroups: [{name: %1$s}]
                hostGroups: [{id: %1$s-g, managementGroup: %1$s}]
                clusters:
                  - {id: %1$s-c, group: %1$s-g, site: s, nodeFailureReserve: 0,
                     hosts: [{id: %1$s-h, cores: 1, memoryMiB: 1024}]}
                vms: [{id: %1$s-v, cluster: %1$s-c, vcpus: 1, memoryMiB: 512}]
                """
                        .formatted(name));
        removed("/api/v1/vms/" + name + "-v");
        removed("/api/v1/clusters/" + name + "-c");
        get("/api/v1/hosts/" + name + "-h").body("values.removedBy", notNullValue());
        removed("/api/v1/host-groups/" + name + "-g");
        String number =
                post("/api/v1/management-groups", "{\"name\": \"%s\"}".formatted(fresh("mg")))
                        .statusCode(201)
                        .extract()
                        .path("id")
                        .toString();
        removed("/api/v1/management-groups/" + number);
    }

    private static void removed(String path) {
        delete(path).statusCode(204);
        toldAsRemoved(path);
    }

    private static void toldAsRemoved(String path) {
        get(path)
                .statusCode(404)
                .body("detail", containsString("It was removed at 20"))
                .body("values.removedAt", notNullValue())
                .body("values.removedBy", notNullValue());
        delete(path).statusCode(404).body("values.removedBy", notNullValue());
    }
}
