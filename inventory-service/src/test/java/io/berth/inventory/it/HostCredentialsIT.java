package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.berth.inventory.it.Api.delete;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.group;
import static io.berth.inventory.it.Api.post;
import static io.berth.inventory.it.Api.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.berth.inventory.it.FakeKeyvault.Mood;
import io.berth.kit.test.TestPlatform;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials of hosts with a key vault of two instances, over real HTTP. */
@QuarkusTest
@TestProfile(WithKeyvaults.class)
class HostCredentialsIT {
    private static final String BODY = "{\"user\": \"root\", \"password\": \"%s\"}";

    private final Map<String, String> database = FakeKeyvault.database();
    private FakeKeyvault one;
    private FakeKeyvault two;
    private String host;

    @BeforeEach
    void twoInstancesAndAHost() {
        int[] ports =
                Stream.of(setting(TwoKeyvaults.ADDRESSES).split(",", -1))
                        .mapToInt(address -> Integer.parseInt(address.split(":", -1)[1]))
                        .toArray();
        one = FakeKeyvault.start(ports[0], database);
        two = FakeKeyvault.start(ports[1], database);
        host = fresh("host");
        post(
                        "/api/v1/hosts",
                        """
                        {"id": "%s", "group": "%s", "site": "north", "cores": 4, "memoryMiB": 8192}
                        """
                                .formatted(host, group()))
                .statusCode(201);
    }

    @AfterEach
    void theyEnd() {
        one.close();
        two.close();
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    private String path(String kind) {
        return "/api/v1/hosts/" + host + "/credentials/" + kind;
    }

    private ValidatableResponse set(String kind, String password) {
        return put(path(kind), BODY.formatted(password));
    }

    private ValidatableResponse check(String kind) {
        return as("administrator").post(path(kind) + "/check").then();
    }

    @Test
    void keepsACredentialWithoutItsPassword() throws SQLException {
        set("bmc", "s3cr3t-planted")
                .statusCode(200)
                .body("host", equalTo(host))
                .body("kind", equalTo("bmc"))
                .body("user", equalTo("root"))
                .body("keyVersion", equalTo(7))
                .body("setBy", equalTo("test-administrator"))
                .body("setAt", notNullValue())
                .body(not(containsString("s3cr3t")));
        as("operator")
                .get(path("bmc"))
                .then()
                .statusCode(200)
                .body("user", equalTo("root"))
                .body(not(containsString("s3cr3t")))
                .body(not(containsString("sealed")));

        assertThat(database.keySet())
                .anyMatch(place ->
                        place.startsWith(
                                "inventory-credentials host/" + host + " bmc.password sealed-"));
        assertThat(Tables.holding("s3cr3t-planted")).isEmpty();
        assertThat(
                        Tables.holding(
                                Base64.getEncoder()
                                        .encodeToString(
                                                "s3cr3t-planted".getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
        assertThat(Tables.holding(host)).contains("host_credential");
    }

    @Test
    void aCredentialOpensUntilItIsForgotten() {
        set("host", "one").statusCode(200);
        set("bmc", "two").statusCode(200);

        check("host")
                .statusCode(200)
                .body("opens", equalTo(true))
                .body("keyVersion", equalTo(7))
                .body("tookMillis", notNullValue())
                .body(not(containsString("plaintext")));
        as("operator")
                .get("/api/v1/hosts/" + host + "/credentials")
                .then()
                .statusCode(200)
                .body("kind", contains("bmc", "host"));
        delete(path("host")).statusCode(204);
        check("host").statusCode(404).body("code", equalTo("credential-not-found"));
        delete(path("host")).statusCode(404);
        check("bmc").statusCode(200).body("opens", equalTo(true));
    }

    @Test
    void aNewPasswordTakesThePlaceOfTheOld() {
        set("bmc", "old").statusCode(200);
        set("bmc", "new").statusCode(200);

        check("bmc").body("opens", equalTo(true));
        as("operator")
                .get("/api/v1/hosts/" + host + "/credentials")
                .then()
                .body("kind", contains("bmc"));
    }

    @Test
    void aCiphertextOfAnotherPlaceDoesNotOpen() throws SQLException {
        set("host", "one").statusCode(200);
        set("bmc", "two").statusCode(200);
        update(
                "update host_credential set ciphertext = (select ciphertext from host_credential"
                        + " where host = '%1$s' and kind = 'host') where host = '%1$s' and kind ="
                        + " 'bmc'",
                host);

        check("bmc")
                .statusCode(200)
                .body("opens", equalTo(false))
                .body("code", equalTo("ciphertext-not-authentic"));
        check("host").body("opens", equalTo(true));
    }

    @Test
    void goesOnWithOneInstance() {
        set("bmc", "before").statusCode(200);
        one.close();

        for (int i = 0; i < 6; i++) {
            check("bmc").statusCode(200).body("opens", equalTo(true));
            set("host", "after-" + i).statusCode(200);
        }
        assertThat(two.asked()).isGreaterThanOrEqualTo(12);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNFIT", "MUTE"})
    void goesOnWhenOneInstanceDoesNotServe(Mood mood) {
        set("bmc", "before").statusCode(200);
        two.be(mood);

        for (int i = 0; i < 2; i++) {
            check("bmc").statusCode(200).body("opens", equalTo(true));
        }
    }

    @Test
    void usesBothInstances() {
        for (int i = 0; i < 6; i++) {
            set("bmc", "password-" + i).statusCode(200);
        }

        assertThat(one.asked()).isPositive();
        assertThat(two.asked()).isPositive();
    }

    @Test
    void withoutAKeyvaultNothingIsStored() {
        one.close();
        two.close();

        set("bmc", "never-stored")
                .statusCode(503)
                .contentType("application/problem+json")
                .body("code", equalTo("keyvault-unavailable"))
                .body("hint", containsString("Start the key vault"))
                .body("values.reason", containsString("127.0.0.1:"))
                .body(not(containsString("never-stored")));
        as("operator").get(path("bmc")).then().statusCode(404);
        as("operator")
                .get("/api/v1/hosts/" + host + "/credentials")
                .then()
                .statusCode(200)
                .body("$", empty());
        as("viewer").get("/api/v1/hosts/" + host).then().statusCode(200);
    }

    @Test
    void aCredentialThatCannotBeCheckedIsStillThere() {
        set("bmc", "before").statusCode(200);
        one.be(Mood.UNFIT);
        two.be(Mood.UNFIT);

        check("bmc").statusCode(503).body("code", equalTo("keyvault-unavailable"));

        two.be(Mood.SERVING);
        check("bmc").statusCode(200).body("opens", equalTo(true));
    }

    @Test
    void aRefusalOfTheKeyvaultIsAMistakeOfTheSetUp() {
        one.be(Mood.REFUSING);
        two.be(Mood.REFUSING);

        set("bmc", "never-stored")
                .statusCode(502)
                .body("code", equalTo("keyvault-refused"))
                .body("values.keyvaultCode", equalTo("403 ring-not-permitted"))
                .body(not(containsString("never-stored")));
        assertThat(one.asked() + two.asked()).isEqualTo(1);
    }

    @Test
    void showsTheTokenThatIsInTheFileNow() throws IOException {
        Path file = Path.of(setting(TwoKeyvaults.TOKEN_FILE));
        Files.writeString(file, "renewed-token\n");
        try {
            two.close();
            set("bmc", "x").statusCode(200);

            assertThat(one.authorization()).isEqualTo("Bearer renewed-token");
        } finally {
            Files.writeString(file, "first-token\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "viewer,   get,  403",
        "service,  get,  403",
        "agent,    get,  403",
        "operator, get,  200",
        "operator, put,  403",
        "viewer,   put,  403",
        "operator, check, 403",
        "operator, delete, 403"
    })
    void onlyAnAdministratorSetsAndOperatorsSee(String role, String what, int status) {
        set("bmc", "x").statusCode(200);

        var request = as(role).contentType(ContentType.JSON);
        (switch (what) {
                    case "get" -> request.get(path("bmc"));
                    case "put" -> request.body(BODY.formatted("y")).put(path("bmc"));
                    case "check" -> request.post(path("bmc") + "/check");
                    default -> request.delete(path("bmc"));
                })
                .then()
                .statusCode(status);
    }

    @Test
    void aHostOrKindThatIsNotThereIsToldSo() {
        put("/api/v1/hosts/no-such-host/credentials/bmc", BODY.formatted("x"))
                .statusCode(404)
                .body("code", equalTo("host-not-found"));
        set("ilo", "x").statusCode(404).body("code", equalTo("unknown-credential-kind"));
        check("bmc").statusCode(404).body("code", equalTo("credential-not-found"));
        assertThat(one.asked() + two.asked()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"user\": \"root\"}",
                "{\"user\": \"\", \"password\": \"hunter2\"}",
                "{\"user\": \"root\", \"password\": \"\"}",
                "{\"user\": \"root\", \"password\": 5}",
                "{\"user\": \"root\", \"password\": hunter2}",
                "{\"user\": \"root\", \"hunter2\": \"x\"}",
                "{\"user\": \"root\", \"password\": \"hunter2\"} hunter2",
                "[\"hunter2\"]"
            })
    void tellsThatABodyIsNoneWithoutQuotingIt(String body) {
        put(path("bmc"), body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body(not(containsString("hunter2")));
        assertThat(one.asked() + two.asked()).isZero();
    }

    @Test
    void takesNoLongerPasswordThanAllowed() {
        set("bmc", "x".repeat(1024)).statusCode(200);
        set("bmc", "x".repeat(1025))
                .statusCode(400)
                .body("detail", containsString("password has 1025 characters; at most 1024"));
    }

    private static void update(String sql, String host) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql.formatted(host))).isEqualTo(1);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                TestPlatform.jdbcUrl(), TestPlatform.jdbcUser(), TestPlatform.jdbcPassword());
    }
}
