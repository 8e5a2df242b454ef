package io.berth.monitoring.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule has a page for who is woken by it, and no page is without a rule. */
class RunbooksTest {
    private static final Path PAGES = Path.of("docs/runbooks");
    private static final List<String> SECTIONS =
            List.of(
                    "\n## What it means\n",
                    "\n## What Berth does by itself\n",
                    "\n## What to do\n1. ",
                    "\n## How it ends\n");

    @ParameterizedTest
    @EnumSource
    void everyRuleHasAPageThatSaysWhatToDo(AlertRule rule) throws IOException {
        String page = Files.readString(PAGES.resolve(rule.code() + ".md"));
        assertThat(page)
                .contains("Rule `%s`, severity %s.".formatted(rule.code(), rule.severity()))
                .contains(SECTIONS);
        assertThat(page.lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void noPageIsWithoutARule() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Arrays.stream(AlertRule.values())
                                    .map(rule -> rule.code() + ".md")
                                    .toList());
        }
    }
}
