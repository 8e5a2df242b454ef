package io.berth.kit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.kit.rest.Fields.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    private static final Duration MIN = Duration.ofSeconds(10);
    private static final Duration MAX = Duration.ofMinutes(1);

    private final Fields fields = new Fields();

    @ParameterizedTest
    @ValueSource(strings = {"PT10S", "PT1M", "PT30.5S", "pt11s"})
    void takesDurationsInRangeWithBothEnds(String text) {
        var read = fields.duration("wait", text, MIN, MAX);

        fields.check();

        assertThat(read.get()).isEqualTo(Duration.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"PT9.999S", "PT1M0.001S", "-PT30S", "P1D"})
    void refusesDurationsOutOfRangeWithWhatIsAllowed(String text) {
        fields.duration("wait", text, MIN, MAX);

        assertThat(fields.faults())
                .containsExactly(
                        new Fault(
                                "/wait",
                                "wait is " + Duration.parse(text) + "; allowed is PT10S to PT1M"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "30s", "PT", "PT99999999999999999999S", "1 hour"})
    void refusesWhatIsNoDuration(String text) {
        fields.duration("wait", text, MIN, MAX);

        assertThat(fields.faults())
                .containsExactly(
                        new Fault(
                                "/wait",
                                "wait is no ISO 8601 duration such as PT1M; allowed is PT10S to"
                                        + " PT1M"));
    }

    @Test
    void onlyAnOptionalOneMayBeMissing() {
        assertThat(fields.optionalDuration("wait", null, MIN, MAX).get()).isNull();
        fields.check();

        fields.duration("wait", null, MIN, MAX);

        assertThat(fields.faults()).containsExactly(new Fault("/wait", "wait is missing"));
    }
}
