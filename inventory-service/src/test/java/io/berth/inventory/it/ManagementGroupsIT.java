package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.berth.inventory.it.Api.delete;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.group;
import static io.berth.inventory.it.Api.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import io.berth.contracts.Topics;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.ManagementGroupState;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ManagementGroupsIT {
    private static final String PATH = "/api/v1/management-groups";
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void isCreatedReadAndAnnounced() {
        String name = fresh("Köln");
        try (TopicReader<InventoryState> states = TopicReader.fromNow(Topics.INVENTORY_STATE)) {
            String location =
                    post(PATH, body(name))
                            .statusCode(201)
                            .header("ETag", "\"1\"")
                            .body("name", equalTo(name))
                            .extract()
                            .header("Location");

            get(path(location)).statusCode(200).header("ETag", "\"1\"").body("name", equalTo(name));
            TopicReader.Entry<InventoryState> announced =
                    states.await(
                            SOON,
                            entry ->
                                    entry.event() instanceof ManagementGroupState state
                                            && state.name().equals(name));
            assertThat(announced.key())
                    .isEqualTo("management-group/" + location.replaceAll(".*/", ""));
        }
    }

    @Test
    void isRefusedWithEveryBrokenRule() {
        post(PATH, "{\"name\": \" a#b\u2019 \"}")
                .statusCode(422)
                .contentType("application/problem+json")
                .body("title", equalTo("Invalid Management Group name"))
                .body("code", equalTo("invalid-management-group-name"))
                .body(
                        "values.rules.rule",
                        contains("leading-spaces", "trailing-spaces", "forbidden-characters"))
                .body("values.rules[2].characters.character", contains("#", "\u2019"))
                .body("values.rules[2].characters.position", contains(2, 4));
        post(PATH, "{\"name\": null}")
                .statusCode(422)
                .body("values.rules.rule", contains("missing"));
        for (String unprintable : List.of("\\u0000", "\\ud83d", "\\n")) {
            post(PATH, "{\"name\": \"a" + unprintable + "b\"}")
                    .statusCode(422)
                    .body("values.rules.rule", contains("unprintable-characters"));
        }
    }

    @Test
    void removingFreesTheNameAtOnceAndIsAnnounced() {
        String name = fresh("mg");
        try (TopicReader<InventoryState> states = TopicReader.fromNow(Topics.INVENTORY_STATE)) {
            String first = post(PATH, body(name)).statusCode(201).extract().header("Location");
            post(PATH, body(name))
                    .statusCode(409)
                    .body("values.rules.rule", contains("already-exists"));

            delete(path(first)).statusCode(204);

            get(path(first)).statusCode(404).body("code", equalTo("management-group-not-found"));
            delete(path(first)).statusCode(404);
            String second = post(PATH, body(name)).statusCode(201).extract().header("Location");
            assertThat(second).isNotEqualTo(first);
            String key = "management-group/" + first.replaceAll(".*/", "");
            states.await(SOON, entry -> key.equals(entry.key()) && entry.raw().value() == null);
        }
    }

    @Test
    void isNotRemovedWhileItHoldsGroups() {
        String name = fresh("mg");
        String location = post(PATH, body(name)).statusCode(201).extract().header("Location");
        String group = group(name, "{}");

        delete(path(location))
                .statusCode(409)
                .body("code", equalTo("management-group-not-empty"))
                .body("detail", endsWith("still holds 1 host groups."));
        delete("/api/v1/host-groups/" + group).statusCode(204);
        delete(path(location)).statusCode(204);
    }

    @Test
    void oneOfManySimultaneousCreationsOfANameWins() throws Exception {
        String name = fresh("race");
        int callers = 8;
        CountDownLatch go = new CountDownLatch(1);
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                answers.add(
                        threads.submit(() -> {
                            go.await();
                            return as("administrator")
                                    .contentType(ContentType.JSON)
                                    .body(body(name))
                                    .post(PATH)
                                    .statusCode();
                        }));
            }
            go.countDown();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
        }

        assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(callers - 1);
    }

    @Test
    void pagesGoThroughAll() {
        for (int i = 0; i < 5; i++) {
            post(PATH, body(fresh("page"))).statusCode(201);
        }
        List<Integer> ids = new ArrayList<>();
        String cursor = "";
        do {
            var page = get(PATH + "?limit=2&cursor=" + cursor).statusCode(200).extract();
            ids.addAll(page.jsonPath().getList("items.id", Integer.class));
            cursor = page.path("nextCursor");
        } while (cursor != null);

        assertThat(ids).hasSizeGreaterThanOrEqualTo(5).doesNotHaveDuplicates().isSorted();
    }

    private static String body(String name) {
        return "{\"name\": \"%s\"}".formatted(name);
    }

    private static String path(String location) {
        return location.substring(location.indexOf("/api/"));
    }
}
