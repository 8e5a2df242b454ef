package io.berth.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void alignsNamesLeftAndFiguresRight() {
        Table table =
                new Table(
                        List.of("", "ms"), List.of(List.of("a", "1,000"), List.of("longer", "5")));

        assertThat(table.lines())
                .containsExactly("             ms", "  a       1,000", "  longer      5");
    }
}
