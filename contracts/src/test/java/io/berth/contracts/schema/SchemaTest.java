package io.berth.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {
    static Stream<String> types() {
        return Published.types().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void theSchemaOfEveryTypeIsThatOfItsRecord(String type) {
        Published.check(Published.schemaOf(type), EventSchemas.of(Published.record(type)));
    }

    @Test
    void noSchemaIsOrphaned() {
        assertThat(Published.names(Published.SCHEMAS))
                .containsExactlyElementsOf(types().map(type -> type + ".json").sorted().toList());
    }
}
