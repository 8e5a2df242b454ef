package io.berth.inventory.it;

import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Estates.example;
import static io.berth.inventory.it.Estates.exported;
import static io.berth.inventory.it.Estates.imported;
import static io.berth.inventory.it.Estates.outcome;
import static io.berth.inventory.it.Estates.send;
import static io.berth.inventory.it.Estates.wholeExample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class EstateExportIT {
    @Inject AgroalDataSource dataSource;

    /** What other tests left behind is exported as well, and so is tested too. */
    @Test
    void whatIsExportedMakesTheSameEstateElsewhere() throws SQLException {
        String name = fresh("exp");
        assertThat(imported(example(name)).getString("phase")).isEqualTo("APPLIED");
        JsonPath whole = imported(wholeExample(fresh("all")));
        assertThat(whole.getString("phase")).as(whole.prettify()).isEqualTo("APPLIED");
        String yaml = exported("yaml");
        assertThat(yaml).contains(name + "-web-1").doesNotContain("passwordSet");
        String inJson = exported("json");

        JsonPath again = imported(yaml);
        assertThat(again.getString("phase")).as(again.prettify()).isEqualTo("UNCHANGED");
        JsonPath json = outcome(send("application/json", inJson, false));
        assertThat(json.getString("phase")).isEqualTo("UNCHANGED");

        forgetEverything();
        JsonPath elsewhere = imported(yaml);
        assertThat(elsewhere.getString("phase")).as(elsewhere.prettify()).isEqualTo("APPLIED");
        assertThat(exported("yaml")).isEqualTo(yaml);
        assertThat(exported("json")).isEqualTo(inJson);

        forgetEverything();
        JsonPath fromJson = outcome(send("application/json", inJson, false));
        assertThat(fromJson.getString("phase")).as(fromJson.prettify()).isEqualTo("APPLIED");
        assertThat(exported("yaml")).isEqualTo(yaml);
    }

    private void forgetEverything() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "truncate management_group, host_group, cluster, host, vm, change, register,"
                            + " discovered_host, discovered_vm, discovery_ignored cascade");
        }
    }

    @Test
    void onlyKnownFormatsAreWritten() {
        get("/api/v1/estate?format=xml").statusCode(400).body("code", equalTo("bad-format"));
    }

    @Test
    void theSchemaIsServed() {
        get("/api/v1/estate/schema")
                .statusCode(200)
                .contentType("application/schema+json")
                .body("'$id'", equalTo("urn:berth:estate:1"));
    }
}
