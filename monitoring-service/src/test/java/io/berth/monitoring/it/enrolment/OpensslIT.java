package io.berth.monitoring.it.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script for machines that have nothing but openssl and curl does what it says. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(value = EnrolmentAuthority.class, restrictToAnnotatedClass = true)
class OpensslIT {
    private static final Path SCRIPT = Path.of("../deploy/agents/berth-agent.sh");

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa"})
    void aMachineJoinsBeatsAndRenews(String kind) throws Exception {
        assumeTrue(installed("openssl") && installed("curl"), "openssl and curl are installed");
        String url = "http://127.0.0.1:" + RestAssured.port;
        try (TopicWriter writer = new TopicWriter()) {
            TestHost host = TestHost.known(writer, "openssl-" + kind);
            String joined = run(kind, host.joinToken() + "\n", "enrol", url, host.id());
            assertThat(joined).contains("URI:urn:berth:host:" + host.id());

            String first = run(kind, "", "token", host.id()).strip();
            host.beat(first).statusCode(200).body("accepted", equalTo(1));
            String renewed = run(kind, "", "renew", url, host.id());
            assertThat(renewed).contains("URI:urn:berth:host:" + host.id()).isNotEqualTo(joined);
            host.beat(run(kind, "", "token", host.id()).strip()).statusCode(200);

            assertThat(fails(kind, "berth-join-wrong\n", "enrol", url, host.id()))
                    .contains("join-token-unknown");
            host.beat(run(kind, "", "token", host.id()).strip()).statusCode(200);
        }
    }

    private static boolean installed(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    < 127;
        } catch (IOException e) {
            return false;
        }
    }

    private String run(String kind, String input, String... arguments) throws Exception {
        Ran ran = script(kind, input, arguments);
        assertThat(ran.code).as(ran.output).isZero();
        return ran.output;
    }

    private String fails(String kind, String input, String... arguments) throws Exception {
        Ran ran = script(kind, input, arguments);
        assertThat(ran.code).as(ran.output).isNotZero();
        return ran.output;
    }

    private record Ran(int code, String output) {}

    private Ran script(String kind, String input, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", SCRIPT.toString()));
        command.addAll(List.of(arguments));
        Path in = Files.writeString(folder.resolve("in"), input);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectInput(in.toFile());
        builder.environment().put("BERTH_AGENT_FOLDER", folder.resolve("agent").toString());
        builder.environment().put("BERTH_AGENT_KEY", kind);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }
}
