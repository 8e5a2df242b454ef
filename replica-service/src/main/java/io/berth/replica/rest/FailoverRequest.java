package io.berth.replica.rest;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.replica.FailoverKind;
import io.berth.kit.rest.Fields;
import io.berth.replica.domain.failover.FailoverDraft;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A failover that is wished for.
 *
 * @param kind {@code planned} or {@code unplanned}
 * @param point the cycle to go on from; only with an unplanned one, the newest when absent
 * @param acceptLossSince the moment of that point, as the preview showed it; only with an unplanned
 *     one
 */
record FailoverRequest(
        @Nullable String kind, @Nullable Long point, @Nullable String acceptLossSince) {
    FailoverDraft read() {
        Fields fields = new Fields();
        Supplier<FailoverKind> wished = fields.read("kind", kind, FailoverRequest::kind);
        Supplier<@Nullable CycleNumber> from = fields.optional("point", point, CycleNumber::new);
        Supplier<@Nullable Instant> since =
                fields.optional("acceptLossSince", acceptLossSince, FailoverRequest::moment);
        fields.check();
        return new FailoverDraft(wished.get(), from.get(), since.get());
    }

    static FailoverKind kind(String text) {
        try {
            return FailoverKind.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "kind is '" + text + "'; allowed are planned and unplanned", e);
        }
    }

    private static Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "acceptLossSince is '" + text + "', and no moment as the preview shows it", e);
        }
    }
}
