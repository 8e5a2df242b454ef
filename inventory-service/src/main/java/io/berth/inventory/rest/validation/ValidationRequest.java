package io.berth.inventory.rest.validation;

import io.berth.inventory.domain.validation.Catalogue;
import io.berth.kit.rest.Fields;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A validation that is wished for.
 *
 * @param tests the ids of the tests to make; all when absent or empty
 * @param answerWithin how long the nodes have to report; as configured when absent
 */
record ValidationRequest(@Nullable List<@Nullable String> tests, @Nullable String answerWithin) {
    /** All tests, and the time that is configured. */
    static final ValidationRequest ALL = new ValidationRequest(null, null);

    /** Shortest time for the nodes to answer. */
    static final Duration SHORTEST = Duration.ofSeconds(1);

    /** Longest time for the nodes to answer. */
    static final Duration LONGEST = Duration.ofMinutes(30);

    /** What was read of it. */
    record Read(List<String> tests, @Nullable Duration within) {}

    static Supplier<Read> read(ValidationRequest request, Fields fields) {
        Supplier<List<String>> tests =
                request.tests() == null
                        ? List::of
                        : fields.list(
                                "tests",
                                request.tests(),
                                Catalogue.TESTS.size(),
                                (test, element) -> () -> test);
        var within =
                fields.optionalDuration("answerWithin", request.answerWithin(), SHORTEST, LONGEST);
        return () -> new Read(tests.get(), within.get());
    }
}
