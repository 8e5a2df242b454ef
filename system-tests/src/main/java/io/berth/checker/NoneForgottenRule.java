package io.berth.checker;

import io.berth.checker.Finding.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every VM that inventory defines ends running, or with a decision that says why it does not: no
 * room (with all reasons), stopped on request, waiting for an operator, or, when it is not highly
 * available, waiting for its host.
 */
final class NoneForgottenRule implements Rule {
    @Override
    public List<Finding> judge(Analysis analysis) {
        return analysis.definitions().values().stream()
                .filter(definition -> analysis.runningAtEnd(definition.vm()).isEmpty())
                .map(definition -> judge(analysis, definition))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Finding> judge(Analysis analysis, Definition definition) {
        Decision last = analysis.lastDecision(definition.vm());
        return switch (last) {
            case null -> Optional.of(forgotten(definition, null));
            case Decision.Unplaceable unplaceable -> {
                if (!unplaceable.explained()) {
                    yield Optional.of(
                            new Finding(
                                    Kind.UNPLACEABLE_UNEXPLAINED,
                                    definition.vm().id(),
                                    "is unplaceable, and the reasons of at least one host are"
                                            + " missing",
                                    List.of(unplaceable.at())));
                }
                yield analysis.question().unplaceableAllowed()
                        ? Optional.empty()
                        : Optional.of(
                                new Finding(
                                        Kind.UNPLACEABLE,
                                        definition.vm().id(),
                                        "ends without a host although the estate has room",
                                        List.of(unplaceable.at())));
            }
            case Decision.Stopped stopped -> Optional.empty();
            case Decision.Lost lost ->
                    definition.waitsForOperator()
                            ? Optional.empty()
                            : Optional.of(forgotten(definition, lost));
            case Decision.Waiting waiting ->
                    definition.highlyAvailable()
                            ? Optional.of(forgotten(definition, waiting))
                            : Optional.empty();
            case Decision.Placed placed -> Optional.of(forgotten(definition, placed));
            case Decision.Confirmed confirmed -> Optional.of(forgotten(definition, confirmed));
        };
    }

    private static Finding forgotten(Definition definition, @Nullable Decision last) {
        String text =
                "is defined and runs on no living host; "
                        + (last == null
                                ? "there is no decision about it"
                                : "the last decision is "
                                        + last.getClass().getSimpleName()
                                        + " at epoch "
                                        + last.epoch());
        return new Finding(
                Kind.FORGOTTEN,
                definition.vm().id(),
                text,
                last == null ? List.of(definition.at()) : List.of(definition.at(), last.at()));
    }
}
