package io.berth.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.berth.inventory.domain.InventoryRefusal.InvalidManagementGroupName;
import io.berth.inventory.domain.NameRule.Offence;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementGroupNameTest {
    static Stream<String> forbidden() {
        return Stream.of(
                "^", "@", ")", "~", "(", ":", "!", "`", "#", "%", "\\", "*", "+", "$", "|", ",",
                "&", "=", "'", "\u2019", "[", "\"", "]", "/", "<", ".", "{", ";", "?", ">", "}");
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(" lab", List.of(new NameRule.LeadingSpaces(1))),
                Arguments.of("lab  ", List.of(new NameRule.TrailingSpaces(2))),
                Arguments.of(
                        "\u00a0lab\t", // no-break space, tab
                        List.of(
                                new NameRule.LeadingSpaces(1),
                                new NameRule.TrailingSpaces(1),
                                new NameRule.UnprintableCharacters(List.of(new Offence('\t', 4))))),
                Arguments.of(
                        "  ",
                        List.of(new NameRule.LeadingSpaces(2), new NameRule.TrailingSpaces(2))),
                Arguments.of(
                        " a.b,c ",
                        List.of(
                                new NameRule.LeadingSpaces(1),
                                new NameRule.TrailingSpaces(1),
                                new NameRule.ForbiddenCharacters(
                                        List.of(new Offence('.', 2), new Offence(',', 4))))),
                Arguments.of(
                        "Bob\u2019s",
                        List.of(
                                new NameRule.ForbiddenCharacters(
                                        List.of(new Offence('\u2019', 3))))),
                Arguments.of(
                        "a\u0000b",
                        List.of(
                                new NameRule.UnprintableCharacters(
                                        List.of(new Offence('\u0000', 1))))),
                Arguments.of(
                        "a\ud83d",
                        List.of(
                                new NameRule.UnprintableCharacters(
                                        List.of(new Offence('\ud83d', 1))))),
                Arguments.of("x".repeat(257), List.of(new NameRule.TooLong(257, 256))));
    }

    @Test
    void holdsExactlyTheListedCharacters() {
        assertThat(ManagementGroupName.FORBIDDEN.chars().mapToObj(Character::toString))
                .containsExactlyInAnyOrderElementsOf(forbidden().toList())
                .hasSize(31);
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void refusesEachForbiddenCharacterAndSaysWhere(String character) {
        assertThat(rules("lab" + character + "1", false))
                .containsExactly(
                        new NameRule.ForbiddenCharacters(
                                List.of(new Offence(character.charAt(0), 3))));
    }

    @ParameterizedTest
    @NullAndEmptySource
    void refusesNothingAtAll(String name) {
        assertThat(rules(name, false)).containsExactly(new NameRule.Missing());
    }

    @ParameterizedTest
    @MethodSource("broken")
    void reportsAllBrokenRulesAtOnce(String name, List<NameRule> expected) {
        assertThat(rules(name, false)).isEqualTo(expected);
        assertThatIllegalArgumentException().isThrownBy(() -> new ManagementGroupName(name));
    }

    @Test
    void reportsATakenNameTogetherWithTheOtherRules() {
        assertThat(rules(" lab#", true))
                .containsExactly(
                        new NameRule.LeadingSpaces(1),
                        new NameRule.ForbiddenCharacters(List.of(new Offence('#', 4))),
                        new NameRule.AlreadyExists());
    }

    @Test
    void isAConflictOnlyWhenNothingElseIsWrong() {
        assertThat(refusal("lab", true).wording().sort()).isEqualTo(InventoryRefusal.Sort.CONFLICT);
        assertThat(refusal("lab#", true).wording().sort()).isEqualTo(InventoryRefusal.Sort.RULE);
    }

    @Test
    void isToldUnderTheTitleThatAdministratorsKnow() {
        InventoryRefusal.Wording wording = refusal(" a#b", false).wording();

        assertThat(wording.title()).isEqualTo("Invalid Management Group name");
        assertThat(wording.code()).isEqualTo("invalid-management-group-name");
        assertThat(wording.detail())
                .isEqualTo(
                        "The name has leading spaces (1); the name contains characters that are"
                                + " not allowed: # at position 2.");
        assertThat(wording.hint()).contains("^ @ ) ~").contains("\u2019").contains("> }");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lab", "Lab 1", "Rechenzentrum Köln", "a-b_c", "数据中心", "🚢 harbour"})
    void acceptsEverythingElse(String name) {
        assertThat(ManagementGroupName.judge(name, false))
                .isEqualTo(new Verdict.Accepted<>(new ManagementGroupName(name)));
    }

    private static List<NameRule> rules(String name, boolean taken) {
        return refusal(name, taken).broken();
    }

    private static InvalidManagementGroupName refusal(String name, boolean taken) {
        return Verdicts.only(
                ManagementGroupName.judge(name, taken), InvalidManagementGroupName.class);
    }
}
