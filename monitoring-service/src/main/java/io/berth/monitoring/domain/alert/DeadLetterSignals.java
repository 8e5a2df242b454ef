package io.berth.monitoring.domain.alert;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Which numbers of dead letters are worth telling: any but none. */
public final class DeadLetterSignals {
    private DeadLetterSignals() {}

    /**
     * The troubles that stand.
     *
     * @param numbers how many dead letters of each topic are younger than the window
     */
    public static List<Signal.Raise> of(Map<String, Long> numbers, Duration window) {
        return numbers.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.comparingByKey())
                .map(entry ->
                        new Signal.Raise(
                                AlertRule.DEAD_LETTERS,
                                entry.getKey(),
                                null,
                                "%s of %s %s set aside within the last %s"
                                        .formatted(
                                                Texts.count(entry.getValue(), "record"),
                                                entry.getKey(),
                                                entry.getValue() == 1 ? "was" : "were",
                                                minutes(window))))
                .toList();
    }

    private static String minutes(Duration window) {
        return Texts.count(window.toMinutes(), "minute");
    }
}
