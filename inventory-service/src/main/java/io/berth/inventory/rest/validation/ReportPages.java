package io.berth.inventory.rest.validation;

import io.berth.inventory.domain.validation.Category;
import io.berth.inventory.domain.validation.Fingerprint;
import io.berth.inventory.domain.validation.TestResult;
import io.berth.inventory.domain.validation.TestResult.Status;
import io.berth.inventory.domain.validation.ValidationReport;
import io.berth.inventory.domain.validation.ValidationRun;
import io.berth.inventory.rest.validation.ReportPage.ChangeRow;
import io.berth.inventory.rest.validation.ReportPage.Part;
import io.berth.inventory.rest.validation.ReportPage.Row;
import io.berth.inventory.rest.validation.ReportPage.Test;
import io.berth.inventory.rest.validation.ReportPage.Totals;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Renders reports. A page stands alone: its style is in it, it has no scripts and loads nothing,
 * and its policy has a browser hold it to that. What hosts and drivers are called is escaped.
 */
@ApplicationScoped
class ReportPages {
    private static final String STYLE = "/templates/validation/report.css";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final String style;
    private final String policy;

    ReportPages() {
        style = resource(STYLE);
        policy =
                "default-src 'none'; style-src 'sha256-"
                        + sha256(style)
                        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
    }

    /** The templates of this package. */
    @CheckedTemplate(basePath = "validation")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance report(ReportPage page);
    }

    /** What a browser may do with a page: apply its own style, and nothing else. */
    String contentSecurityPolicy() {
        return policy;
    }

    /** The page of a run that has ended. */
    String page(ValidationRun run, ValidationReport report) {
        return Templates.report(
                        new ReportPage(
                                run.id().toString(),
                                run.cluster().value(),
                                verdict(run, report),
                                tone(run, report),
                                says(run, report),
                                run.askedBy().value(),
                                time(run.askedAt()),
                                time(run.endedAt()),
                                within(run),
                                String.valueOf(run.nodes().size()),
                                String.valueOf(
                                        run.nodes().stream()
                                                .filter(node -> node.answeredAt() != null)
                                                .count()),
                                report.reasons(),
                                run.withdrawnAt() == null ? null : time(run.withdrawnAt()),
                                run.changes().stream().map(ReportPages::change).toList(),
                                parts(report),
                                totals(report.results()),
                                style))
                .render();
    }

    private static String verdict(ValidationRun run, ValidationReport report) {
        if (run.withdrawnAt() != null) {
            return "Stale";
        }
        return switch (report.judgement()) {
            case SUPPORTED -> "Supported";
            case NOT_SUPPORTED -> "Not supported";
            case PARTIAL -> "Partial run";
        };
    }

    private static String tone(ValidationRun run, ValidationReport report) {
        if (run.withdrawnAt() != null) {
            return "doubtful";
        }
        return switch (report.judgement()) {
            case SUPPORTED -> "good";
            case NOT_SUPPORTED -> "bad";
            case PARTIAL -> "doubtful";
        };
    }

    private static String says(ValidationRun run, ValidationReport report) {
        if (run.withdrawnAt() != null) {
            return "Nodes, networks or storage have changed since. The answer of this run, "
                    + report.judgement().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                    + ", no longer holds; validate the cluster again.";
        }
        return switch (report.judgement()) {
            case SUPPORTED ->
                    "No test failed, and every component is certified for the operating system of"
                        + " its host. The answer holds until nodes, networks or storage change.";
            case NOT_SUPPORTED ->
                    report.reasons().size() == 1
                            ? "One reason stands against support."
                            : report.reasons().size() + " reasons stand against support.";
            case PARTIAL ->
                    "Only some tests were asked for, and none of them failed. This run says nothing"
                            + " of support.";
        };
    }

    private static List<Part> parts(ValidationReport report) {
        List<Part> parts = new ArrayList<>();
        for (Category category : Category.values()) {
            List<TestResult> results =
                    report.results().stream()
                            .filter(result -> result.category() == category)
                            .toList();
            parts.add(
                    new Part(
                            category.title(),
                            category.name().toLowerCase(Locale.ROOT),
                            totals(results),
                            results.stream().map(ReportPages::test).toList()));
        }
        return parts;
    }

    private static Totals totals(List<TestResult> results) {
        return new Totals(
                count(results, Status.PASSED),
                count(results, Status.WARNING),
                count(results, Status.FAILED),
                count(results, Status.SKIPPED));
    }

    private static long count(List<TestResult> results, Status status) {
        return results.stream().filter(result -> result.status() == status).count();
    }

    private static Test test(TestResult result) {
        return new Test(
                result.title(),
                result.test(),
                result.status().name().toLowerCase(Locale.ROOT),
                switch (result.status()) {
                    case PASSED -> "good";
                    case WARNING -> "doubtful";
                    case FAILED -> "bad";
                    case SKIPPED -> "none";
                },
                result.reason(),
                result.whatToDo(),
                result.evidence().stream()
                        .map(row ->
                                new Row(
                                        row.node() == null ? "cluster" : row.node().value(),
                                        row.what(),
                                        row.value(),
                                        row.amiss()))
                        .toList(),
                result.omitted());
    }

    private static ChangeRow change(Fingerprint.Change change) {
        return new ChangeRow(
                change.what(),
                Objects.requireNonNullElse(change.before(), "absent"),
                Objects.requireNonNullElse(change.now(), "absent"));
    }

    private static String time(@Nullable Instant at) {
        return at == null ? "" : TIME.format(at);
    }

    private static String within(ValidationRun run) {
        long seconds = run.within().toSeconds();
        return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }

    private static String resource(String name) {
        try (InputStream in = ReportPages.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
