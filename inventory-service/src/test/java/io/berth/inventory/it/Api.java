package io.berth.inventory.it;

import static io.restassured.RestAssured.given;

import io.berth.kit.test.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls of the service under test, and ids that no other test uses. */
final class Api {
    /** Test classes are loaded anew for each test profile, but the database stays the same. */
    private static final String LOADED = Long.toString(System.nanoTime(), Character.MAX_RADIX);

    private static final AtomicInteger NEXT = new AtomicInteger();

    private Api() {}

    /** A new id of this kind. */
    static String fresh(String kind) {
        return "%s-%s-%d".formatted(kind, LOADED, NEXT.incrementAndGet()).toLowerCase(Locale.ROOT);
    }

    static RequestSpecification as(String role) {
        return given().header("Authorization", TestTokens.bearer(role));
    }

    static ValidatableResponse post(String path, String body) {
        return as("administrator").contentType(ContentType.JSON).body(body).post(path).then();
    }

    static ValidatableResponse put(String path, String body) {
        return as("administrator").contentType(ContentType.JSON).body(body).put(path).then();
    }

    static ValidatableResponse get(String path) {
        return as("viewer").get(path).then();
    }

    static ValidatableResponse delete(String path) {
        return as("administrator").delete(path).then();
    }

    /** A management group of a new name. */
    static String managementGroup() {
        String name = fresh("mg");
        post("/api/v1/management-groups", "{\"name\": \"%s\"}".formatted(name)).statusCode(201);
        return name;
    }

    /** A host group of a new id in a new management group. */
    static String group() {
        return group(managementGroup(), "{}");
    }

    /** A host group of a new id directly under a management group. */
    static String group(String managementGroup, String reserve) {
        String id = fresh("group");
        post(
                        "/api/v1/host-groups",
                        """
                        {"id": "%s", "managementGroup": "%s", "reserve": %s}
                        """
                                .formatted(id, managementGroup, reserve))
                .statusCode(201);
        return id;
    }

    /** A host group of a new id under another. */
    static String groupUnder(String parent, String reserve) {
        String id = fresh("group");
        post(
                        "/api/v1/host-groups",
                        """
                        {"id": "%s", "parent": "%s", "reserve": %s}
                        """
                                .formatted(id, parent, reserve))
                .statusCode(201);
        return id;
    }

    /** A host as it stands in a request for a cluster. */
    static String host(String id) {
        return """
        {"id": "%s", "cores": 16, "memoryMiB": 65536}
        """
                .formatted(id);
    }

    /** A request for a cluster. */
    static String clusterBody(String id, String group, int reserve, String... hosts) {
        return """
        {"id": "%s", "group": "%s", "site": "north", "nodeFailureReserve": %d, "hosts": [%s]}
        """
                .formatted(id, group, reserve, String.join(",", hosts));
    }

    /** A cluster of a new id with one host in a new group. */
    static String cluster() {
        String id = fresh("cluster");
        post("/api/v1/clusters", clusterBody(id, group(), 0, host(fresh("host")))).statusCode(201);
        return id;
    }

    /** A request for a highly available VM in a cluster. */
    static String vmBody(String id, String cluster) {
        return """
        {"id": "%s", "cluster": "%s", "vcpus": 2, "cpuUtilisationPercent": 50,
         "memoryMiB": 4096, "highlyAvailable": true, "restartPriority": "HIGH"}
        """
                .formatted(id, cluster);
    }
}
