package io.berth.inventory.it;

import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.group;
import static io.berth.inventory.it.Api.post;
import static io.berth.inventory.it.Api.put;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Inventory without a key vault in its configuration. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class NoKeyvaultIT {
    @Test
    void credentialsAreAnsweredWith503AndAllElseWorks() {
        String host = fresh("host");
        post(
                        "/api/v1/hosts",
                        """
                        {"id": "%s", "group": "%s", "site": "north", "cores": 4, "memoryMiB": 8192}
                        """
                                .formatted(host, group()))
                .statusCode(201);

        put(
                        "/api/v1/hosts/" + host + "/credentials/bmc",
                        "{\"user\": \"root\", \"password\": \"x\"}")
                .statusCode(503)
                .body("code", equalTo("keyvault-unavailable"))
                .body("detail", containsString("no key vault is configured"))
                .body("hint", containsString("berth.inventory.keyvault.addresses"));
    }
}
