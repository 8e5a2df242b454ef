package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.berth.kit.test.TestTokens;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Imports and exports of estates. */
final class Estates {
    static final String IMPORTS = "/api/v1/estate/imports";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Estates() {}

    /** Sends a file. */
    static Response send(String type, String file, boolean dryRun) {
        return given().header("Authorization", TestTokens.bearer("administrator"))
                .contentType(type)
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post(IMPORTS + "?dryRun=" + dryRun);
    }

    /** Sends a YAML file and waits for the end of the import. */
    static JsonPath imported(String yaml) {
        return outcome(send("application/yaml", yaml, false));
    }

    /** Sends a YAML file for a dry run and waits for its end. */
    static JsonPath checked(String yaml) {
        return outcome(send("application/yaml", yaml, true));
    }

    /** Waits for the end of an import that was begun. */
    static JsonPath outcome(Response begun) {
        begun.then().statusCode(202);
        String location = begun.header("Location");
        return await().atMost(PATIENCE)
                .until(
                        () ->
                                as("viewer")
                                        .get(location)
                                        .then()
                                        .statusCode(200)
                                        .extract()
                                        .jsonPath(),
                        shown -> shown.getBoolean("finished"));
    }

    /** The whole estate. */
    static String exported(String format) {
        return as("viewer")
                .get("/api/v1/estate?format=" + format)
                .then()
                .statusCode(200)
                .contentType("application/" + format)
                .extract()
                .asString();
    }

    /** The first example of the documentation, with ids of this run. */
    static String example(String prefix) {
        return documented(1).replace("contoso", prefix).replace("Contoso", prefix);
    }

    /** The example with all sections, with ids, sites and MAC addresses of this run. */
    static String wholeExample(String prefix) {
        int hash = prefix.hashCode();
        return documented(2)
                .replace("fabrikam", prefix)
                .replace("Fabrikam", prefix)
                .replace(
                        "02:be:27:00:",
                        "02:%02x:%02x:%02x:"
                                .formatted(hash >> 16 & 0xff, hash >> 8 & 0xff, hash & 0xff));
    }

    private static String documented(int number) {
        try {
            String text = Files.readString(Path.of("docs", "estate.md"));
            return text.split("```yaml\n", -1)[number].split("```", 2)[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
