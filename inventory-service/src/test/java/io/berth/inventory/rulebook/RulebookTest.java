package io.berth.inventory.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.berth.contracts.inventory.BmcProtocol;
import io.berth.contracts.wire.EventCodec;
import io.berth.inventory.app.InventoryConfig;
import io.berth.inventory.domain.support.BmcRules;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RulebookTest {
    private static final String ONE_PROTOCOL =
            """
            # Ours.
            protocols:
              - protocol: REDFISH
                name: Redfish
            """;

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource(RulebookFile.class)
    void whatIsPackagedIsReadableAndSaysWhatItIs(RulebookFile file) throws IOException {
        Rulebook rulebook = Rulebook.load(Optional.empty());
        Rulebook.Entry entry = rulebook.entry(file.label()).orElseThrow();

        assertThat(entry.origin()).isEmpty();
        assertThat(entry.content()).isInstanceOf(file.type());
        assertThat(entry.text()).startsWith("# ").contains("\n# Source: ", "\n# To extend: ");
        assertThat(
                        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                                .getSchema(
                                        SchemaLocation.of(
                                                "https://json-schema.org/draft/2020-12/schema"))
                                .validate(EventCodec.JSON.readTree(Rulebook.schema(file))))
                .isEmpty();
    }

    @Test
    void anAdministratorsFileTakesThePlaceOfThePackagedOne() throws IOException {
        Path own = write("bmc.yaml", ONE_PROTOCOL);
        Files.createDirectory(directory.resolve("..data"));

        Rulebook rulebook = Rulebook.load(Optional.of(directory));

        assertThat(rulebook.entry("bmc").orElseThrow().origin()).contains(own);
        assertThat(rulebook.entry("bmc.yaml").orElseThrow().text()).isEqualTo(ONE_PROTOCOL);
        assertThat(rulebook.read(BmcRules.class).protocolOf("redfish"))
                .contains(BmcProtocol.REDFISH);
        assertThat(rulebook.read(BmcRules.class).protocolOf("IPMI 2.0")).isEmpty();
    }

    record Broken(String kind, String text, int line, int column, String detail) {
        @Override
        public String toString() {
            return kind;
        }
    }

    static List<Broken> brokenFiles() {
        return List.of(
                new Broken("no YAML", "protocols:\n  - [\n  ]]\n", 3, 4, "expected"),
                new Broken("a tab for indentation", "protocols:\n\t- x\n", 2, 1, "cannot start"),
                new Broken("empty", "# nothing\n", 1, 1, "the file is empty"),
                new Broken(
                        "a key that stands twice",
                        "protocols:\n  - protocol: REDFISH\n    name: a\n    name: b\n",
                        4,
                        9,
                        "Duplicate field 'name'"),
                new Broken(
                        "two documents", ONE_PROTOCOL + "---\nprotocols: []\n", 6, 1, "a second"),
                new Broken(
                        "a reference",
                        "protocols:\n  - &a\n    protocol: REDFISH\n    name: x\n  - *a\n",
                        5,
                        5,
                        "a reference; write the value out"),
                new Broken(
                        "an unknown field",
                        ONE_PROTOCOL + "    colour: red\n",
                        5,
                        5,
                        "/protocols/0: property 'colour' is not defined in the schema"),
                new Broken(
                        "a missing field",
                        "protocols:\n  - name: a\n",
                        2,
                        5,
                        "/protocols/0: required property 'protocol' not found"),
                new Broken(
                        "an unknown constant",
                        "protocols:\n  - protocol: PIGEON\n    name: a\n",
                        2,
                        5,
                        "/protocols/0/protocol: does not have a value in the enumeration"),
                new Broken(
                        "a number for a text",
                        "protocols:\n  - protocol: DCMI_1_0\n    name: 1.0\n",
                        3,
                        5,
                        "/protocols/0/name: number found, string expected"),
                new Broken(
                        "nothing for a text",
                        "protocols:\n  - protocol: DCMI_1_0\n    name:\n",
                        3,
                        5,
                        "/protocols/0/name: "),
                new Broken(
                        "too long a text",
                        ONE_PROTOCOL + "    also: [x, " + "y".repeat(129) + "]\n",
                        5,
                        15,
                        "/protocols/0/also/1: must be at most 128 characters long"),
                new Broken("a row that stands twice", twice(), 5, 5, "REDFISH stands there twice"),
                new Broken(
                        "a text with two meanings",
                        ONE_PROTOCOL + "  - protocol: ILO_2\n    name: RED FISH\n",
                        5,
                        5,
                        "the text redfish means two protocols"));
    }

    private static String twice() {
        return ONE_PROTOCOL + "  - protocol: REDFISH\n    name: other\n";
    }

    @ParameterizedTest
    @MethodSource("brokenFiles")
    void aBrokenFileIsToldWithItsLine(Broken broken) throws IOException {
        Path file = write("bmc.yaml", broken.text());

        RulebookFault fault = faults().getFirst();

        assertThat(fault.file()).isEqualTo(file.toString());
        assertThat(fault.detail()).contains(broken.detail());
        assertThat(fault.line()).as(fault.toString()).isEqualTo(broken.line());
        assertThat(fault.column()).as(fault.toString()).isEqualTo(broken.column());
    }

    @Test
    void whatIsNoTextIsToldWithItsLine() throws IOException {
        byte[] bytes = ONE_PROTOCOL.getBytes(StandardCharsets.UTF_8);
        bytes[ONE_PROTOCOL.indexOf("Redfish")] = (byte) 0xff;
        Files.write(directory.resolve("bmc.yaml"), bytes);

        assertThat(faults())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.line()).isEqualTo(4);
                    assertThat(fault.column()).isEqualTo(11);
                    assertThat(fault.detail()).contains("not UTF-8");
                });
    }

    @Test
    void allFaultsOfAFileAreTold() throws IOException {
        write("bmc.yaml", "protocols:\n  - protocol: A\n    name: a\n  - colour: red\nmore: 1\n");

        assertThat(faults()).extracting(RulebookFault::line).containsExactly(2, 4, 4, 4, 5);
    }

    @Test
    void aFileIsNotLargerThanItMayBe() throws IOException {
        String filler = "#" + "x".repeat(RulebookReader.MAX_BYTES - ONE_PROTOCOL.length() - 2);
        write("bmc.yaml", filler + "\n" + ONE_PROTOCOL);
        assertThat(Rulebook.load(Optional.of(directory)).entry("bmc")).isPresent();

        write("bmc.yaml", filler + "x\n" + ONE_PROTOCOL);
        assertThat(faults()).singleElement().asString().contains("more than 1048576 bytes");
    }

    @Test
    void aFileOfAnotherNameIsRefused() throws IOException {
        write("bmc.yml", ONE_PROTOCOL);
        write("bmc", ONE_PROTOCOL);
        Files.createDirectory(directory.resolve("bmc.yaml"));

        assertThat(faults())
                .hasSize(3)
                .allSatisfy(fault ->
                        assertThat(fault.detail()).contains("no file of the rulebook", "bmc.yaml"));
    }

    @Test
    void aDirectoryThatIsNotThereIsAFault() {
        BrokenRulebookException broken =
                catchThrowableOfType(
                        BrokenRulebookException.class,
                        () -> Rulebook.load(Optional.of(directory.resolve("away"))));

        assertThat(broken).hasMessageContaining("berth.inventory.rulebook.directory");
    }

    /** The bean that Quarkus makes at start, from the settings that Quarkus reads. */
    @Test
    void theServiceDoesNotStartWithABrokenFile() throws IOException {
        Path file = write("bmc.yaml", "protocols:\n  - protocol: PIGEON\n    name: a\n");
        InventoryConfig config =
                new SmallRyeConfigBuilder()
                        .withMapping(InventoryConfig.class)
                        .withSources(
                                new PropertiesConfigSource(
                                        Map.of(
                                                "berth.inventory.rulebook.directory",
                                                directory.toString()),
                                        "test",
                                        100))
                        .build()
                        .getConfigMapping(InventoryConfig.class);

        BrokenRulebookException broken =
                catchThrowableOfType(BrokenRulebookException.class, () -> new Rulebook(config));

        assertThat(broken).hasMessageContaining(file + ":2:5: /protocols/0/protocol: ");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private List<RulebookFault> faults() {
        BrokenRulebookException broken =
                catchThrowableOfType(
                        BrokenRulebookException.class, () -> Rulebook.load(Optional.of(directory)));
        assertThat(broken).isNotNull();
        return broken.faults();
    }
}
