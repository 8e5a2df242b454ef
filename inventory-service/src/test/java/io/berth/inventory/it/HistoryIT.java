package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.berth.inventory.it.Api.delete;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.group;
import static io.berth.inventory.it.Api.managementGroup;
import static io.berth.inventory.it.Api.put;
import static io.berth.inventory.it.Estates.example;
import static io.berth.inventory.it.Estates.imported;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.berth.inventory.store.estate.HistoryStore;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Search, and the history of changes. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class HistoryIT {
    private static final String HISTORY = "/api/v1/history";

    @Inject HistoryStore store;

    @Test
    void aChangeIsToldWithWhoWhenAndWhat() {
        String group = group(managementGroup(), "{\"cpuPercent\": 5}");
        put("/api/v1/host-groups/" + group + "/reserve", "{\"cpuPercent\": 7}").statusCode(200);
        delete("/api/v1/host-groups/" + group).statusCode(204);

        get(HISTORY + "?kind=host-group&id=" + group)
                .statusCode(200)
                .body("items.operation", contains("REMOVED", "CHANGED", "CREATED"))
                .body("items.revision", contains(2, 2, 1))
                .body("items[1].differences", hasSize(1))
                .body("items[1].differences[0].field", equalTo("reserve.cpuPercent"))
                .body("items[1].differences[0].from", equalTo(5))
                .body("items[1].differences[0].to", equalTo(7))
                .body("items[2].differences", empty())
                .body("items[0].by", notNullValue());
        String by = get(HISTORY + "?id=" + group).extract().path("items[0].by");
        get(HISTORY + "?id=" + group + "&by=" + by).body("items", hasSize(3));
        get(HISTORY + "?id=" + group + "&by=nobody-else").body("items", empty());
        get(HISTORY + "?id=" + group + "&after=2099-01-01T00:00:00Z").body("items", empty());
        get(HISTORY + "?id=" + group + "&after=2020-01-01T00:00:00Z").body("items", hasSize(3));
    }

    @Test
    void partsFollowEachOther() {
        String name = fresh("hist");
        imported(example(name));
        List<Integer> numbers = new ArrayList<>();
        String cursor = "";
        for (int part = 0; part < 4; part++) {
            JsonPath page = get(HISTORY + "?kind=vm&limit=2" + cursor).extract().jsonPath();
            numbers.addAll(page.getList("items.number"));
            if (page.getString("nextCursor") == null) {
                break;
            }
            cursor = "&cursor=" + page.getString("nextCursor");
        }
        assertThat(numbers).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> b - a);
    }

    @Test
    void whatIsOldIsForgotten() {
        String group = group();
        get(HISTORY + "?id=" + group).body("items", hasSize(1));
        QuarkusTransaction.requiringNew().run(() -> store.forgetBefore(Instant.EPOCH));
        get(HISTORY + "?id=" + group).body("items", hasSize(1));
        int forgotten;
        do {
            forgotten =
                    QuarkusTransaction.requiringNew()
                            .call(() -> store.forgetBefore(Instant.now().plusSeconds(60)));
        } while (forgotten > 0);
        get(HISTORY + "?id=" + group).body("items", empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind=ship", "id=a b", "after=yesterday", "by=\u0007"})
    void aParameterThatIsNoneIsRefused(String parameter) {
        get(HISTORY + "?" + parameter).statusCode(400).body("code", equalTo("bad-parameter"));
    }

    @Test
    void isFoundByTheBeginningsOfWords() {
        String name = fresh("find");
        String unique = name.substring(name.indexOf('-') + 1).replace("-", "x");
        imported(example(unique));
        get("/api/v1/search?q=" + unique + " web")
                .statusCode(200)
                .body("items.id", containsInAnyOrder(unique + "-web-1", unique + "-web-2"));
        get("/api/v1/search?q=" + unique.substring(0, unique.length() - 1) + "&kind=cluster")
                .body("items.id", contains(unique + "-c1"));
        get("/api/v1/search?q=" + unique + "&kind=host&field=site&value=south")
                .body("items.id", contains(unique + "-edge"))
                .body("items[0].state.cores", equalTo(8));
        get("/api/v1/search?kind=vm&field=spec.antiAffinitySet&value=" + unique + "-web")
                .body("items", hasSize(2));
        get("/api/v1/search?q=" + unique + "&field=spec.memory&value=2048")
                .body("items.id", contains(unique + "-test"));
        get("/api/v1/search?field=nodes&value=" + unique + "-n2")
                .body("items.id", contains(unique + "-c1"));
        get("/api/v1/search?q=" + unique + "&field=spec.highlyAvailable&value=true")
                .body("items", hasSize(2));

        List<String> all = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonPath page = get("/api/v1/search?limit=2&q=" + unique + cursor).extract().jsonPath();
            all.addAll(page.getList("items.id"));
            if (page.getString("nextCursor") == null) {
                break;
            }
            cursor = "&cursor=" + page.getString("nextCursor");
        }
        assertThat(all).hasSize(11).doesNotHaveDuplicates();
    }

    @Test
    void whatIsRemovedIsFoundWhereItIsAskedFor() {
        String group = group();
        String word = group.replace("-", " ");
        get("/api/v1/search?q=" + word + "&kind=host-group").body("items.id", contains(group));
        get("/api/v1/search?removed=true&q=" + word).body("items", empty());
        delete("/api/v1/host-groups/" + group).statusCode(204);
        get("/api/v1/search?q=" + word).body("items", empty());
        get("/api/v1/search?removed=true&q=" + word)
                .body("items.id", contains(group))
                .body("items[0].removedAt", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"q=", "q= - ", "field=a", "q=a&kind=ship", "q=a&cursor=AAAA", "q=\u0000"})
    void aSearchForNothingIsRefused(String parameters) {
        as("viewer").get("/api/v1/search?" + parameters).then().statusCode(400);
    }
}
