package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.berth.inventory.it.Api.delete;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.group;
import static io.berth.inventory.it.Api.groupUnder;
import static io.berth.inventory.it.Api.post;
import static io.berth.inventory.it.Api.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.SelfServiceRoleState;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Self-service roles and their quotas over real HTTP. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class SelfServiceIT {
    private static final String PATH = "/api/v1/self-service-roles";
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void aRoleIsCreatedAnnouncedChangedAndRemoved() {
        String id = fresh("role");
        String group = group();
        try (TopicReader<InventoryState> states = TopicReader.fromNow(Topics.INVENTORY_STATE)) {
            post(PATH, body(id, group, "{\"vms\": 10}", "{\"memoryMiB\": 4096}"))
                    .statusCode(201)
                    .header("ETag", "\"1\"")
                    .body("members", contains("alice", "bob"))
                    .body("quota.vms", equalTo(10))
                    .body("memberQuota.memoryMiB", equalTo(4096));
            SelfServiceRoleState state =
                    (SelfServiceRoleState)
                            states.await(SOON, e -> ("self-service-role/" + id).equals(e.key()))
                                    .event();
            assertThat(state).isNotNull();
            assertThat(state.members())
                    .containsExactly(new Principal("alice"), new Principal("bob"));
        }
        put(PATH + "/" + id, body(id, group, "{\"vms\": 11}", "null"))
                .statusCode(200)
                .header("ETag", "\"2\"");
        post(PATH, body(id, group, "{}", "{}"))
                .statusCode(409)
                .body("code", equalTo("self-service-role-already-exists"));
        post(PATH, body(fresh("role"), "no-such-group", "{}", "{}"))
                .statusCode(422)
                .body("code", equalTo("unknown-host-group"))
                .body("values.errors[0].pointer", equalTo("/scope/0"));
        post(PATH, "{\"id\": \"-\", \"members\": [\"a b\"], \"quota\": {\"vms\": -1}}")
                .statusCode(400)
                .body(
                        "values.errors.pointer",
                        contains("/id", "/name", "/members/0", "/scope", "/quota/vms"));
        delete(PATH + "/" + id).statusCode(204);
        get(PATH + "/" + id).statusCode(404);
    }

    @Test
    void everyDimensionThatFallsShortIsTold() {
        String id = role("{\"vms\": 2, \"vcpus\": 4, \"memoryMiB\": 4096}", "{\"vms\": 1}");
        hold(id, fresh("vm"), 3, 2048, "alice").statusCode(200);

        hold(id, fresh("vm"), 2, 4096, "alice")
                .statusCode(409)
                .body("code", equalTo("quota-exceeded"))
                .body("values.errors.code", contains("quota-exceeded", "quota-exceeded"))
                .body("values.dimensions.dimension", contains("vcpus", "memoryMiB"))
                .body("values.dimensions.used", contains(3, 2048))
                .body("values.dimensions.asked", contains(2, 4096))
                .body("values.dimensions.limit", contains(4, 4096))
                .body("values.dimensions.missing", contains(1, 2048))
                .body("values.errors[1].member", equalTo("alice"))
                .body("values.errors[1].dimensions.dimension", contains("vms"));
        hold(id, fresh("vm"), 1, 1, "mallory")
                .statusCode(422)
                .body("code", equalTo("not-a-member"));
        get(PATH + "/" + id + "/usage")
                .body("used.vms", equalTo(1))
                .body("used.vcpus", equalTo(3))
                .body("members.member", contains("alice", "bob"))
                .body("members[1].used.vms", equalTo(0));
    }

    @Test
    void aVmCountsOnceWithItsNewestSize() {
        String id = role("{\"vms\": 1, \"vcpus\": 4}", "null");
        String other = role("{}", "null");
        String vm = fresh("vm");
        hold(id, vm, 2, 1024, "alice").statusCode(200);
        hold(id, vm, 4, 1024, "alice").statusCode(200);
        hold(id, vm, 5, 1024, "alice").statusCode(409);
        hold(other, vm, 1, 1, "alice").statusCode(409).body("code", equalTo("held-by-another"));
        get(PATH + "/" + id + "/usage").body("used.vms", equalTo(1)).body("used.vcpus", equalTo(4));
        delete(PATH + "/" + id)
                .statusCode(409)
                .body("code", equalTo("self-service-role-not-empty"))
                .body("detail", containsString("VM " + vm + " of alice"));

        delete(PATH + "/" + id + "/holds/" + vm).statusCode(204);
        delete(PATH + "/" + id + "/holds/" + vm)
                .statusCode(404)
                .body("code", equalTo("hold-not-found"));
        get(PATH + "/" + id + "/holds").body("items", empty());
        get(PATH + "/" + id + "/usage").body("used.vms", equalTo(0));
    }

    /** The issue's own measure: a hundred ask at once for ten places. */
    @Test
    void aHundredAtOnceShareTenPlaces() throws Exception {
        String id = role("{\"vms\": 10}", "null");

        List<ValidatableResponse> answers =
                atOnce(
                        100,
                        i ->
                                hold(
                                        id,
                                        "crowd-" + i + "-" + id,
                                        1,
                                        512,
                                        i % 2 == 0 ? "alice" : "bob"));

        assertThat(answers).filteredOn(answer -> answer.extract().statusCode() == 200).hasSize(10);
        assertThat(answers)
                .filteredOn(answer -> answer.extract().statusCode() == 409)
                .hasSize(90)
                .allSatisfy(answer -> answer.body("values.dimensions[0].missing", equalTo(1)));
        get(PATH + "/" + id + "/usage")
                .body("used.vms", equalTo(10))
                .body("used.memoryMiB", equalTo(5120));
        List<String> held = get(PATH + "/" + id + "/holds").extract().path("items.vm");
        assertThat(held).hasSize(10);
        atOnce(10, i -> delete(PATH + "/" + id + "/holds/" + held.get(i)));
        get(PATH + "/" + id + "/usage").body("used.vms", equalTo(0));
    }

    @Test
    void aMemberSeesItsOwn() {
        String id = fresh("role");
        post(
                        PATH,
                        body(id, groupUnder(group(), "{}"), "{\"vms\": 3}", "null")
                                .replace("\"alice\"", "\"test-self-service\""))
                .statusCode(201);
        String own = fresh("vm");
        hold(id, own, 1, 512, "test-self-service").statusCode(200);
        hold(id, fresh("vm"), 1, 512, "bob").statusCode(200);

        as("self-service")
                .get("/api/v1/self-service/roles")
                .then()
                .statusCode(200)
                .body("items.role", contains(id))
                .body("items[0].used.vms", equalTo(2))
                .body("items[0].mine.vms", equalTo(1));
        as("self-service")
                .get("/api/v1/self-service/vms")
                .then()
                .statusCode(200)
                .body("items.vm", contains(own))
                .body("items", hasSize(1));
        as("self-service").get(PATH).then().statusCode(403);
        as("viewer").get("/api/v1/self-service/vms").then().statusCode(403);
        delete(PATH + "/" + id + "/holds/" + own).statusCode(204);
    }

    private static <T> List<T> atOnce(int times, java.util.function.IntFunction<T> call)
            throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(32)) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                int number = i;
                running.add(threads.submit(() -> call.apply(number)));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> one : running) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    private static String role(String quota, String memberQuota) {
        String id = fresh("role");
        post(PATH, body(id, group(), quota, memberQuota)).statusCode(201);
        return id;
    }

    private static ValidatableResponse hold(
            String role, String vm, int vcpus, int memory, String member) {
        return post(
                PATH + "/" + role + "/holds",
                "{\"vm\": \"%s\", \"vcpus\": %d, \"memoryMiB\": %d, \"member\": \"%s\"}"
                        .formatted(vm, vcpus, memory, member));
    }

    private static String body(String id, String group, String quota, String memberQuota) {
        return """
        {"id": "%s", "name": "Developers", "members": ["alice", "bob"], "scope": ["%s"],
         "operations": ["DEPLOY", "CLONE", "START"], "quota": %s, "memberQuota": %s}
        """
                .formatted(id, group, quota, memberQuota);
    }
}
