package io.berth.replica.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdviserSeedsTest {
    private static final String WHOLE =
            """
            version: "1"
            solutions:
              - {id: tape, family: BACKUP, name: Tape, what: It is driven there}
            needs:
              - id: patience
                solutions: [tape]
                need: {quantity: RTO, comparison: AT_LEAST, value: P1D}
                why: The van takes {required}
                change: Wait
                source: the driver
            caveats:
              - {id: dust, text: Tapes dislike dust, source: the driver}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "[tape]              | [tape, disk]                    | patience names the"
                        + " solution disk, which does not exist",
                "id: dust            | id: patience                    | the id patience stands"
                        + " twice",
                "value: P1D          | value: often                    | 'often' is no ISO 8601"
                        + " duration",
                "value: P1D          | value: P31D                     | out of range",
                ", value: P1D        | ^^                              | either a value or a"
                        + " multiple",
                "AT_LEAST            | ABOUT                           | ABOUT",
                "quantity: RTO       | quantity: MOOD                  | MOOD",
                "{required}          | {reqired}                       | only {required} and"
                        + " {given}",
                "source: the driver} | origin: the driver}             | source of dust is missing",
                "change: Wait        | ^change: Wait\n    change: Go^  | Duplicate",
                "value: P1D          | ^multiple: {of: DATA, times: 0}^ | times is 0.0",
                "value: P1D          | ^multiple: {of: DATA}^          | times",
                "name: Tape          | name: Tape, mood: bad           | mood",
                "^    why: The van takes {required}\n"
                        + "^ | ^^            | why of patience is missing",
                "^    solutions: [tape]\n"
                        + "^ | ^^                        | solutions of patience is missing",
                "^version: \"1\"\n^  | ^^                              | version is missing"
            })
    void aFaultStopsTheStartAndNamesItsPlace(String whole, String broken, String told) {
        String file = WHOLE.replace(whole, broken);

        assertThatThrownBy(() ->
                        AdviserSeeds.parse("seeds.yaml", file.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("seeds.yaml:")
                .hasMessageContaining(told);
    }
}
