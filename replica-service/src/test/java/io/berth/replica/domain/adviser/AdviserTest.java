package io.berth.replica.domain.adviser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.berth.replica.config.AdviserSeeds;
import io.berth.replica.domain.ReplicaRefusal;
import io.berth.replica.domain.Verdict;
import io.berth.replica.domain.adviser.Advice.Assessment;
import io.berth.replica.domain.adviser.Advice.Fit;
import io.berth.replica.domain.adviser.Condition.Result;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdviserTest {
    private static final Seeds SEEDS = AdviserSeeds.read();

    /** A case as its file has it. */
    record Case(
            String name,
            Map<Quantity, String> figures,
            List<String> fits,
            Map<String, Set<String>> not,
            Map<String, Set<String>> open,
            Set<String> said) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        AdviserTest.class.getResourceAsStream("/adviser/cases.yaml"))) {
            return new YAMLMapper().readValue(in, new TypeReference<List<Case>>() {});
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void judgesAsTheTableSays(Case expected) {
        Advice advice = advise(expected.figures());

        assertThat(ids(advice, Fit.FITS)).isEqualTo(expected.fits());
        assertThat(blockers(advice, Fit.DOES_NOT_FIT, Result.Fails.class))
                .isEqualTo(expected.not());
        assertThat(blockers(advice, Fit.UNDECIDED, Result.Open.class)).isEqualTo(expected.open());
        assertThat(said(advice)).isEqualTo(new TreeSet<>(expected.said()));
        assertThat(advice.recommended().map(Solution::id).stream().toList())
                .isEqualTo(expected.fits().stream().limit(1).toList());
    }

    @Test
    void everyEntryOfTheSeedsIsHitByACase() throws IOException {
        Set<String> met = new TreeSet<>();
        Set<String> missed = new TreeSet<>();
        Set<String> said = new TreeSet<>();
        Set<String> unsaid = new TreeSet<>();
        Set<String> fit = new TreeSet<>();
        for (Case each : cases()) {
            Advice advice = advise(each.figures());
            fit.addAll(ids(advice, Fit.FITS));
            for (Assessment assessment : advice.solutions()) {
                assessment
                        .reasons()
                        .forEach(reason -> {
                            switch (reason.result()) {
                                case Result.Holds _ -> met.add(reason.need().id());
                                case Result.Fails _ -> missed.add(reason.need().id());
                                case Result.Open _ -> {}
                            }
                        });
            }
            Set<String> here = said(advice);
            said.addAll(here);
            SEEDS.caveats().stream()
                    .filter(caveat -> !here.contains(caveat.id()))
                    .forEach(caveat -> unsaid.add(caveat.id()));
        }
        Set<String> needs = SEEDS.needs().stream().map(Need::id).collect(Collectors.toSet());

        assertThat(met).as("needs that some case meets").isEqualTo(needs);
        assertThat(missed).as("needs that some case misses").isEqualTo(needs);
        assertThat(said)
                .as("caveats that are said")
                .isEqualTo(SEEDS.caveats().stream().map(Caveat::id).collect(Collectors.toSet()));
        assertThat(unsaid)
                .as("caveats under conditions that are not always said")
                .containsAll(
                        SEEDS.caveats().stream()
                                .filter(caveat -> !caveat.conditions().isEmpty())
                                .map(Caveat::id)
                                .toList());
        assertThat(fit)
                .as("solutions that fit somewhere")
                .isEqualTo(
                        SEEDS.solutions().stream().map(Solution::id).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @CsvSource({
        "round-trip, ROUND_TRIP, 1.999, true",
        "round-trip, ROUND_TRIP, 2, false",
        "quick-migration, BANDWIDTH, 99.999, false",
        "quick-migration, BANDWIDTH, 100, true",
        "live-migration, BANDWIDTH, 999.999, false",
        "live-migration, BANDWIDTH, 1000, true",
        "vm-interval, RPO, PT1M, true",
        "vm-interval, RPO, PT59.999S, false",
        "seconds-lost, RPO, PT10S, true",
        "seconds-lost, RPO, PT9.999S, false",
        "san-budget, BUDGET, MEDIUM, false",
        "san-budget, BUDGET, HIGH, true"
    })
    void keepsToTheLimitExactly(String need, Quantity quantity, String figure, boolean met) {
        Result result = need(need).need().in(situation(Map.of(quantity, figure)));

        assertThat(result).isInstanceOf(met ? Result.Holds.class : Result.Fails.class);
    }

    @ParameterizedTest
    @CsvSource({
        // Light takes 1.96 ms for 200 km and back: that leaves it open. For 204.2 km it is 2 ms.
        "200, Open",
        "204.1, Open",
        "204.2, Fails",
        "800, Fails"
    })
    void distanceAloneCanOnlySpeakAgainst(String kilometres, String expected) {
        Situation situation = situation(Map.of(Quantity.DISTANCE, kilometres));

        assertThat(need("round-trip").need().in(situation).getClass().getSimpleName())
                .isEqualTo(expected);
        assertThat(situation.figure(Quantity.ROUND_TRIP).orElseThrow().origin())
                .isEqualTo(Origin.LOWER_BOUND);
    }

    @Test
    void refusesARoundTripThatNoSignalCanMake() {
        Verdict<Situation> read =
                Situation.of(
                        figures(Map.of(Quantity.DISTANCE, "1000", Quantity.ROUND_TRIP, "9.79")));

        assertThat(read).isInstanceOf(Verdict.Refused.class);
        assertThat(((Verdict.Refused<Situation>) read).refusals())
                .singleElement()
                .satisfies(located -> {
                    assertThat(located.pointer()).isEqualTo("/link/roundTripMs");
                    assertThat(located.refusal())
                            .isInstanceOfSatisfying(
                                    ReplicaRefusal.FasterThanLight.class,
                                    light ->
                                            assertThat(light.least())
                                                    .isCloseTo(9.794, within(0.001)));
                });
    }

    @Test
    void calculatesRateAndInitialCopy() {
        Situation situation =
                situation(
                        Map.of(
                                Quantity.DAILY_CHANGE, "100",
                                Quantity.DATA, "1024",
                                Quantity.BANDWIDTH, "1000"));

        // 100 GiB are 858,993 Mbit; a day has 86,400 s.
        assertThat(situation.figure(Quantity.CHANGE_RATE).orElseThrow().value())
                .isCloseTo(9.942, within(0.001));
        // 1 TiB are 8,796,093 Mbit.
        assertThat(situation.figure(Quantity.INITIAL_COPY).orElseThrow().value())
                .isCloseTo(8796.093, within(0.001));
    }

    @ParameterizedTest
    @CsvSource({
        "RPO, PT-1S",
        "RPO, P31D",
        "RPO, soon",
        "ROUND_TRIP, -1",
        "ROUND_TRIP, NaN",
        "BANDWIDTH, 0",
        "BANDWIDTH, 1000001",
        "DATA, 0",
        "BUDGET, NONE",
        "MIGRATION, live",
        "IDENTICAL_ARRAYS, true"
    })
    void refusesFiguresThatCannotBe(Quantity quantity, String text) {
        assertThatThrownBy(() -> quantity.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Advice advise(Map<Quantity, String> figures) {
        return Adviser.advise(SEEDS, situation(figures));
    }

    private static Situation situation(Map<Quantity, String> figures) {
        return switch (Situation.of(figures(figures))) {
            case Verdict.Accepted<Situation>(Situation situation) -> situation;
            case Verdict.Refused<Situation>(var refusals) ->
                    throw new AssertionError(refusals.toString());
        };
    }

    private static List<Figure> figures(Map<Quantity, String> figures) {
        return new EnumMap<>(figures)
                .entrySet().stream()
                        .map(each ->
                                new Figure(
                                        each.getKey(),
                                        each.getKey().parse(each.getValue()),
                                        Origin.GIVEN,
                                        "the case"))
                        .toList();
    }

    private static Need need(String id) {
        return SEEDS.needs().stream()
                .filter(need -> need.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> ids(Advice advice, Fit fit) {
        return advice.solutions().stream()
                .filter(assessment -> assessment.fit() == fit)
                .map(assessment -> assessment.solution().id())
                .toList();
    }

    private static Map<String, Set<String>> blockers(
            Advice advice, Fit fit, Class<? extends Result> result) {
        Map<String, Set<String>> blockers = new TreeMap<>();
        for (Assessment assessment : advice.solutions()) {
            if (assessment.fit() == fit) {
                blockers.put(
                        assessment.solution().id(),
                        assessment.reasons().stream()
                                .filter(reason -> result.isInstance(reason.result()))
                                .map(reason -> reason.need().id())
                                .collect(Collectors.toSet()));
            }
        }
        return blockers;
    }

    private static Set<String> said(Advice advice) {
        return Stream.concat(
                        advice.beside().stream(),
                        advice.solutions().stream().flatMap(each -> each.caveats().stream()))
                .map(Caveat::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
