package io.berth.inventory.rest.validation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.inventory.ClusterSupportState;
import io.berth.inventory.domain.validation.Fingerprint;
import io.berth.inventory.domain.validation.ValidationReport;
import io.berth.inventory.domain.validation.ValidationRun;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a cluster is supported.
 *
 * @param answer SUPPORTED, NOT_SUPPORTED, STALE or NEVER_VALIDATED
 * @param reasons what the run found against support
 * @param changes what has changed since, where the answer was withdrawn
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SupportView(
        String cluster,
        String answer,
        @Nullable Long run,
        @Nullable String validatedAt,
        @Nullable String validatedBy,
        @Nullable String report,
        @Nullable List<String> reasons,
        @Nullable String withdrawnAt,
        @Nullable List<Fingerprint.Change> changes) {
    static SupportView never(String cluster) {
        return new SupportView(
                cluster, "NEVER_VALIDATED", null, null, null, null, null, null, null);
    }

    static SupportView of(ClusterSupportState state, ValidationRun run, ValidationReport report) {
        Instant withdrawnAt = run.withdrawnAt();
        return new SupportView(
                state.cluster().value(),
                state.answer().name(),
                state.run().value(),
                state.validatedAt().toString(),
                run.askedBy().value(),
                "/api/v1/validations/" + run.id() + "/report",
                report.reasons(),
                withdrawnAt == null ? null : withdrawnAt.toString(),
                withdrawnAt == null ? null : run.changes());
    }
}
