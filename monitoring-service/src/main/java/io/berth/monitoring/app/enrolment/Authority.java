package io.berth.monitoring.app.enrolment;

import io.berth.monitoring.pki.AuthorityFiles;
import io.berth.monitoring.pki.CertificateAuthority;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The authority of this installation, read at start: a service that cannot use it does not run. */
@ApplicationScoped
@Startup
public class Authority {
    private final EnrolmentSettings settings;
    private final MeterRegistry meters;
    private final InstantSource clock;
    private @Nullable CertificateAuthority authority;

    @Inject
    public Authority(EnrolmentSettings settings, MeterRegistry meters, InstantSource clock) {
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    @PostConstruct
    void read() {
        if (settings.validity().compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalStateException(
                    "berth.monitoring.enrolment.validity is %s; allowed is PT1H and more"
                            .formatted(settings.validity()));
        }
        if (settings.caKeyFile().isPresent() != settings.caCertificateFile().isPresent()) {
            throw new IllegalStateException(
                    "berth.monitoring.enrolment.ca-key-file and .ca-certificate-file go together:"
                            + " set both, or neither");
        }
        if (settings.caKeyFile().isEmpty()) {
            return;
        }
        CertificateAuthority read =
                new AuthorityFiles(
                                settings.caKeyFile().orElseThrow(),
                                settings.caCertificateFile().orElseThrow())
                        .read();
        authority = read;
        Gauge.builder(
                        "berth.monitoring.agent.authority.left",
                        () -> Duration.between(clock.instant(), read.ends()).toSeconds())
                .baseUnit("seconds")
                .description("Until the authority's own certificate ends")
                .register(meters);
    }

    /** Empty where this service certifies nobody. */
    public Optional<CertificateAuthority> get() {
        return Optional.ofNullable(authority);
    }
}
