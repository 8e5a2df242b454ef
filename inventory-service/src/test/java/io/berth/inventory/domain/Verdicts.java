package io.berth.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Opens verdicts in tests. */
final class Verdicts {
    private Verdicts() {}

    static <T> T accepted(Verdict<T> verdict) {
        return switch (verdict) {
            case Verdict.Accepted<T>(T value) -> value;
            case Verdict.Refused<T>(List<Located> refusals) ->
                    throw new AssertionError("refused: " + refusals);
        };
    }

    static List<Located> refused(Verdict<?> verdict) {
        return switch (verdict) {
            case Verdict.Accepted<?> accepted -> throw new AssertionError("was " + accepted);
            case Verdict.Refused<?>(List<Located> refusals) -> refusals;
        };
    }

    static <R extends InventoryRefusal> R only(Verdict<?> verdict, Class<R> type) {
        List<Located> refusals = refused(verdict);
        assertThat(refusals).hasSize(1);
        assertThat(refusals.getFirst().refusal()).isInstanceOf(type);
        return type.cast(refusals.getFirst().refusal());
    }
}
